package dev.tessera.server.jobs;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Moments by a cron expression of five fields, in UTC. */
public final class Schedule {
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final String expression;
    private final ExecutionTime times;

    private Schedule(String expression, Cron cron) {
        this.expression = expression;
        this.times = ExecutionTime.forCron(cron);
    }

    /**
     * {@return the schedule}
     *
     * @param expression minute, hour, day of the month, month, day of the week
     * @throws IllegalArgumentException where it is none
     */
    public static Schedule parse(String expression) {
        try {
            return new Schedule(expression, PARSER.parse(expression).validate());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be a cron expression of five fields, such as '0 3 * * *', or off: " + e.getMessage(), e);
        }
    }

    /** {@return the first moment after one, or null where there is none} */
    @Nullable
    Instant after(Instant moment) {
        return times.nextExecution(moment.atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toInstant)
                .orElse(null);
    }

    @Override
    public String toString() {
        return expression;
    }
}
