package dev.tessera.server.security;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who calls, known for sure.
 *
 * @param id tells callers apart: {@code key:ID}, {@code jwt:SUBJECT} or {@link #NOBODY_ASKED}
 * @param name for people, in the audit log
 */
public record Principal(String id, String name, Set<Role> roles) {
    /** The id of every caller of a server that asks for no key. */
    public static final String NOBODY_ASKED = "anyone";

    public Principal {
        roles = Set.copyOf(roles);
    }

    /** {@return whoever calls a server that grants every role} */
    public static Principal anyone() {
        return new Principal(NOBODY_ASKED, "anyone on this machine", EnumSet.allOf(Role.class));
    }

    /** {@return whether some role of the caller includes the needed one} */
    public boolean may(Role needed) {
        return roles.stream().anyMatch(role -> role.includes(needed));
    }
}
