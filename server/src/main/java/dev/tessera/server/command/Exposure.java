package dev.tessera.server.command;

import dev.tessera.graphmodel.store.GraphConfig.Bolt;
import dev.tessera.server.config.Config;
import dev.tessera.server.config.Loopback;
import dev.tessera.server.security.Access;
import dev.tessera.server.security.AccessException;

/** Who can reach a server, and whether that is safe. */
final class Exposure {
    private final Config config;
    private final Access access;

    Exposure(Config config, Access access) {
        this.config = config;
        this.access = access;
    }

    /** Refuses ports that other machines reach where nobody is asked for a key. */
    void check() {
        if (access.hasMeans()) {
            return;
        }
        refuseUnlessLoopback("http.host", config.http().host());
        if (config.bolt() instanceof Bolt.Listening bolt) {
            refuseUnlessLoopback("bolt.host", bolt.host());
        }
    }

    private void refuseUnlessLoopback(String key, String host) {
        if (!Loopback.is(host)) {
            throw new AccessException(key + " = " + host + " can be reached from other machines, and there is no key to"
                    + " ask them for. Make one first: tessera key create --name NAME --role admin --data "
                    + config.data() + " (or set security.jwksFile, or listen on 127.0.0.1)");
        }
    }

    /** {@return what whoever starts the server should know} */
    String told() {
        if (!access.isGuarded()) {
            return "no keys are configured: every caller from this machine is granted every role. Make a key, and all"
                    + " need one: tessera key create --name NAME --role viewer|analyst|editor|admin";
        }
        return Loopback.is(config.http().host()) || config.security().http().tls() != null
                ? "callers need a key or a token"
                : "callers need a key or a token, and these travel unencrypted: set tls.certificate and tls.key, or let only a"
                        + " proxy that serves TLS reach this";
    }

    /** {@return what whoever starts the server should know about Bolt, or nothing where only this machine reaches it} */
    String toldOfBolt() {
        return config.bolt() instanceof Bolt.Listening bolt && !Loopback.is(bolt.host())
                ? ". It is not encrypted: other machines should reach it through a tunnel only"
                : "";
    }
}
