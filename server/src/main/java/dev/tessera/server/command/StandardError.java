package dev.tessera.server.command;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/**
 * The JVM warns on standard error that it uses an incubator module (the Vector API), and has no switch for that. So the
 * launcher starts it with standard error led through a filter, and the true one as another descriptor; here the true one
 * comes back, a terminal if it was one.
 */
final class StandardError {
    private static final int DESCRIPTOR = 2;

    private StandardError() {}

    static void restore() {
        Integer original = Integer.getInteger("tessera.stderr");
        if (original != null) {
            duplicate(original);
        }
    }

    @SuppressWarnings("restricted") // dup2 is called as its manual says, and the launcher allows native access
    private static void duplicate(int original) {
        Linker linker = Linker.nativeLinker();
        var dup2 = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dup2"), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        try {
            int result = (int) dup2.invokeExact(original, DESCRIPTOR);
            if (result != DESCRIPTOR) {
                System.err.println(
                        "standard error stays behind the launcher's filter: descriptor " + original + " is closed");
            }
        } catch (Throwable e) {
            throw new IllegalStateException("dup2 cannot be called", e);
        }
    }
}
