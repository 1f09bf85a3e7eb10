package io.kerbstone.collector.exclusions;

import io.kerbstone.measurement.Period;
import java.util.Optional;

/**
 * A stretch of time taken out of the figures of a path or a group. One that begins before it was asked for changes figures
 * that may have been read already: it counts only when a second person has approved it.
 *
 * @param id number at this collector, from 1
 * @param scope what it is about
 * @param scopeId id of the path or group
 * @param period what is taken out
 * @param reason why, in the user's words
 * @param by who asked for it
 * @param createdAtMs when, ms since 1970 UTC
 * @param approval who approved it; absent while nobody did
 */
public record Exclusion(
        long id,
        Scope scope,
        String scopeId,
        Period period,
        String reason,
        String by,
        long createdAtMs,
        Optional<Approval> approval) {
    /** What an exclusion is about. The codes are stored: never reuse one. */
    public enum Scope {
        /** One path. */
        PATH(1),
        /** A group, and each of its paths. */
        GROUP(2);

        private final int code;

        Scope(int code) {
            this.code = code;
        }

        /** The number in stored rows. */
        public int code() {
            return code;
        }

        /** The scope of a stored number. */
        public static Scope ofCode(int code) {
            return switch (code) {
                case 1 -> PATH;
                case 2 -> GROUP;
                default -> throw new IllegalStateException("BUG: no scope has code " + code);
            };
        }
    }

    /** A second person's yes. */
    public record Approval(String by, long atMs) {}

    /** Whether it was asked for after it began. */
    public boolean isLate() {
        return period.startMs() < createdAtMs;
    }

    /** Whether it counts. */
    public boolean isValid() {
        return !isLate() || approval.isPresent();
    }

    Exclusion approved(Approval by) {
        return new Exclusion(id, scope, scopeId, period, reason, this.by, createdAtMs, Optional.of(by));
    }
}
