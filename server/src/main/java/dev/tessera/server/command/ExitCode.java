package dev.tessera.server.command;

/** What a process answers. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private ExitCode() {}
}
