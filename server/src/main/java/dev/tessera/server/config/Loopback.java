package dev.tessera.server.config;

import java.net.InetAddress;

/** Tells whether a host is this machine only, without asking a name server. */
public final class Loopback {
    private Loopback() {}

    /** {@return whether only this machine can reach what listens on the host} */
    public static boolean is(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false; // a name: where it leads is not ours to say
        }
    }
}
