package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.Split;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Pattern;

/** From text to values; each fault says what was expected. */
final class Values {
    static final int LONGEST_ID = 512;

    /** The year 5138: a later time was surely meant in milliseconds. */
    private static final double LATEST_SECOND = 99_999_999_999.0;

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,12}");
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private Values() {}

    static String id(String text, Column column) throws RowFault {
        if (text.length() > LONGEST_ID) {
            throw new RowFault(
                    text, column.shown() + " has " + text.length() + " characters, at most " + LONGEST_ID + " may be");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new RowFault(text, column.shown() + " holds a control character. Remove it");
        }
        return text;
    }

    static double number(String text, Column column) throws RowFault {
        double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw new RowFault(text, column.shown() + " must be a finite number");
        }
        return number;
    }

    static boolean yes(String text, Column column) throws RowFault {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new RowFault(text, column.shown() + " must be true or false");
        };
    }

    static Instant time(String text, Column column) throws RowFault {
        if (WHOLE.matcher(text).matches()) {
            long seconds = Long.parseLong(text);
            refuseMilliseconds((double) seconds, text, column);
            return Instant.ofEpochSecond(seconds);
        }
        if (NUMBER.matcher(text).matches()) {
            double seconds = Double.parseDouble(text);
            refuseMilliseconds(seconds, text, column);
            return Instant.ofEpochMilli(Math.round(seconds * 1000));
        }
        try {
            return DATE.matcher(text).matches()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new RowFault(
                    text, column.shown() + " must be seconds since 1970, or ISO-8601 such as 2026-01-31T12:00:00Z");
        }
    }

    private static void refuseMilliseconds(double seconds, String text, Column column) throws RowFault {
        if (Math.abs(seconds) > LATEST_SECOND) {
            throw new RowFault(text, column.shown() + " is past the year 5000 in seconds. Divide milliseconds by 1000");
        }
    }

    static Split split(String text) throws RowFault {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "0", "train" -> Split.TRAIN;
            case "1", "validation" -> Split.VALIDATION;
            case "2", "test" -> Split.TEST;
            default ->
                throw new RowFault(text, "the split must be 0 or train, 1 or validation, 2 or test, or left empty");
        };
    }
}
