package io.kerbstone.collector.alerts;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the book keeps of one path. Durations are differences of measurement times, never of a clock: a path was bad for as
 * long as it was measured DOWN. UNKNOWN and EXCLUDED time counts for neither side and starts nothing anew, as in an
 * outage ({@code docs/indicators.md}). Owned by the book's thread.
 */
final class PathWatch {
    private long coveredToMs = Long.MIN_VALUE;
    private long badFromMs;
    private long badMs;
    private long goodFromMs;
    private long goodMs;
    private Optional<Alert.LastGood> lastGood = Optional.empty();
    private Optional<Alert.LastGood> lastGoodAfter = Optional.empty();
    private @Nullable Alert open;

    /** Takes over an alert of an earlier run; measurements before its beginning, or its end, are known already. */
    void restore(Alert alert) {
        coveredToMs = Math.max(coveredToMs, alert.end().map(Alert.End::sinceMs).orElse(alert.sinceMs()));
        if (alert.isOpen()) {
            open = alert;
            lastGood = alert.lastGood();
        }
    }

    /** Takes in news; what it repeats, or what is older than earlier news, changes nothing. */
    void take(PathNews news) {
        long fromMs = Math.max(news.sinceMs(), coveredToMs);
        long lengthMs = news.untilMs() - fromMs;
        if (lengthMs <= 0) {
            return;
        }
        coveredToMs = news.untilMs();
        switch (news.state()) {
            case DOWN -> bad(fromMs, lengthMs);
            case UP -> good(fromMs, lengthMs, news);
            case UNKNOWN, EXCLUDED -> {
                // Nobody measured, or nobody counts it: neither worse nor better.
            }
        }
    }

    private void bad(long fromMs, long lengthMs) {
        if (badMs == 0) {
            badFromMs = fromMs;
        }
        badMs += lengthMs;
        goodMs = 0;
    }

    private void good(long fromMs, long lengthMs, PathNews news) {
        lastGoodAfter = Optional.of(new Alert.LastGood(news.untilMs(), news.roundTripNs()));
        if (open == null) {
            badMs = 0;
            lastGood = lastGoodAfter;
            return;
        }
        if (goodMs == 0) {
            goodFromMs = fromMs;
        }
        goodMs += lengthMs;
    }

    boolean shouldRaise(long holdMs) {
        return open == null && badMs > 0 && badMs >= holdMs;
    }

    boolean shouldRecover(long recoverMs) {
        return open != null && goodMs > 0 && goodMs >= recoverMs;
    }

    void raised(Alert alert) {
        open = alert;
        goodMs = 0;
    }

    void ended() {
        lastGood = lastGoodAfter.or(() -> lastGood);
        open = null;
        badMs = 0;
        goodMs = 0;
    }

    void acknowledged(Alert alert) {
        open = alert;
    }

    long badFromMs() {
        return badFromMs;
    }

    long goodFromMs() {
        return goodFromMs;
    }

    Optional<Alert.LastGood> lastGood() {
        return lastGood;
    }

    @Nullable
    Alert open() {
        return open;
    }
}
