package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.measurement.Period;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times in the API: RFC 3339 with offset and ms since 1970 UTC, side by side. Stateless. */
final class Times {
    /** Longest period the API computes at once, ms: 400 days. */
    static final long PERIOD_MS_MAX = 400L * 86_400_000;

    private Times() {}

    /** Puts {@code name} and {@code nameMs}; both null for 0, which means never. */
    static void put(ObjectNode json, String name, long unixMs, ZoneId zone) {
        if (unixMs == 0) {
            json.putNull(name).putNull(name + "Ms");
        } else {
            json.put(name, text(unixMs, zone)).put(name + "Ms", unixMs);
        }
    }

    static String text(long unixMs, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.ofEpochMilli(unixMs).atZone(zone));
    }

    /** The zone's offset from UTC then, ms. */
    static long offsetMs(long unixMs, ZoneId zone) {
        return zone.getRules().getOffset(Instant.ofEpochMilli(unixMs)).getTotalSeconds() * 1000L;
    }

    /** A moment as RFC 3339 or ms since 1970 UTC. */
    static Optional<Long> parse(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            // A plus sign that was not escaped in an address arrives as a blank.
            return Optional.of(
                    text.matches("\\d{1,15}")
                            ? Long.parseLong(text)
                            : OffsetDateTime.parse(text.replace(' ', '+'))
                                    .toInstant()
                                    .toEpochMilli());
        } catch (DateTimeException notUnderstood) {
            return Optional.empty();
        }
    }

    /** The period of {@code from} and {@code to}; answers 400 and gives nothing when it is not one. */
    static Optional<Period> period(RoutingContext context) {
        Optional<Long> from = parse(context.request().getParam("from"));
        Optional<Long> to = parse(context.request().getParam("to"));
        if (from.isEmpty() || to.isEmpty()) {
            Replies.error(
                    context,
                    400,
                    "Give 'from' and 'to', each as RFC 3339 (2026-11-01T00:00:00+08:00) or as ms since 1970 UTC.");
            return Optional.empty();
        }
        if (to.get() <= from.get() || to.get() - from.get() > PERIOD_MS_MAX) {
            Replies.error(context, 400, "'to' must come after 'from', and at most 400 days after it.");
            return Optional.empty();
        }
        return Optional.of(new Period(from.get(), to.get()));
    }
}
