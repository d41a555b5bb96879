package dev.tessera.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** The log of this process, changed while it runs. */
public final class Logs {
    /** The logger above all of Tessera's own. */
    public static final String TESSERA = "dev.tessera";

    private static final String APPENDER = "console";

    private Logs() {}

    /** From now on each line is a JSON object, with the request's id under {@code mdc}. */
    public static void writeJson() {
        LoggerContext context = context();
        var encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        if (context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
                instanceof ConsoleAppender<ILoggingEvent> console) {
            console.setEncoder(encoder);
        }
    }

    /**
     * Changes from which level on a logger's events are written.
     *
     * @param logger a package or a class, such as {@code dev.tessera.server.http}
     * @return the level in force
     * @throws IllegalArgumentException where there is no such level
     */
    public static String setLevel(String logger, String level) {
        Level known = Level.toLevel(level, null);
        if (known == null) {
            throw new IllegalArgumentException(
                    "level '" + level + "' should be error, warn, info, debug, trace or off");
        }
        context().getLogger(logger).setLevel(known);
        return level(logger);
    }

    /** {@return the level in force for a logger, in lower case} */
    public static String level(String logger) {
        Logger known = context().getLogger(logger);
        return known.getEffectiveLevel().toString().toLowerCase(Locale.ROOT);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
