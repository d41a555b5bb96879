package dev.tessera.server.security;

/** Whether something is offered that developers need and strangers should not have. */
public enum Offer {
    ON,
    OFF,
    /** As long as no keys are configured, and so only this machine is served. */
    AUTO;

    /** {@return whether it is offered by a server with this access} */
    public boolean isOn(Access access) {
        return switch (this) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> !access.isGuarded();
        };
    }
}
