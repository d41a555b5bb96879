package dev.tessera.server.config;

import java.net.InetAddress;

/** Tells whether a host is this machine only, without asking a name server. */
final class Loopback {
    private Loopback() {}

    static boolean is(String host) {
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
