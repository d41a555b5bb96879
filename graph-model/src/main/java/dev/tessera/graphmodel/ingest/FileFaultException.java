package dev.tessera.graphmodel.ingest;

import java.io.IOException;
import java.nio.file.Path;

/** Carries a {@link FileFault} from where it is found to where they are collected. */
final class FileFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient FileFault fault;

    FileFaultException(Path file, String reason) {
        super(reason);
        this.fault = new FileFault(file, reason);
    }

    FileFaultException(Path file, IOException cause) {
        super(cause);
        this.fault = new FileFault(file, "cannot be read: " + cause);
    }

    FileFault fault() {
        return fault;
    }
}
