package dev.tessera.server.security;

import java.util.Set;

/**
 * Who asks, and from where.
 *
 * @param address the caller's, as this machine sees it, or words such as {@code command line}
 */
public record Requester(Principal principal, String address) {
    /** {@return one who may all: this server itself} */
    public static Requester self() {
        return new Requester(Principal.anyone(), "this process");
    }

    /** {@return somebody of whom only the address is known} */
    public static Requester unknown(String address) {
        return new Requester(new Principal("nobody", "not known", Set.of()), address);
    }

    /** {@return whoever types a command on this machine, by the name of the operating system's user} */
    public static Requester commandLine() {
        String user = System.getProperty("user.name", "?");
        return new Requester(new Principal("os:" + user, user, Set.of(Role.ADMIN)), "command line");
    }
}
