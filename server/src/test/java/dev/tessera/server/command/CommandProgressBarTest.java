package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CommandProgressBarTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private long now;

    @Test
    void elsewhereThanOnATerminalALineComesEveryFewSecondsAndAtTheEnd() {
        ProgressBar bar = bar(false);
        for (int done = 0; done <= 120; done++) {
            bar.at(done, 120);
            now += SECOND / 10;
        }
        assertThat(text()).isEqualToNormalizingNewlines("""
                        reading 41% (50 of 120, 10/s, 0:07 left)
                        reading 83% (100 of 120, 10/s, 0:02 left)
                        reading 100% (120 of 120, 10/s)
                        """);
    }

    @Test
    void onATerminalOneLineMoves() {
        ProgressBar bar = bar(true);
        now += SECOND;
        bar.at(1, 2);
        now += SECOND;
        bar.at(2, 2);
        assertThat(text())
                .startsWith("\rreading [===============               ] 50% (1 of 2, 1.0/s, 0:01 left)\r")
                .contains("100%")
                .endsWith("\n");
    }

    @Test
    void anUnfinishedBarEndsItsLineWhenClosed() {
        try (ProgressBar bar = bar(true)) {
            bar.at(1, 4);
        }
        assertThat(text()).endsWith(System.lineSeparator());
    }

    private ProgressBar bar(boolean terminal) {
        return new ProgressBar(new PrintStream(printed, true, StandardCharsets.UTF_8), terminal, "reading", () -> now);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
