package io.kerbstone.snmp;

/**
 * The bounds of one walk.
 *
 * @param rowsMax most values taken of one column, 1 to {@link #ROWS_MAX}
 * @param repetitions rows asked for in one GETBULK over all columns together: the number of values in one answer stays
 *     near it, 1 to {@link #REPETITIONS_MAX}
 * @param waitingTimeMs after which one unanswered request ends the walk, 1 to {@link #WAITING_TIME_MS_MAX}
 * @param walkTimeMs after which no further request is made, at least the waiting time
 */
public record WalkLimits(int rowsMax, int repetitions, long waitingTimeMs, long walkTimeMs) {
    /** Upper bound of {@link #rowsMax}. */
    public static final int ROWS_MAX = 100_000;
    /** Upper bound of {@link #repetitions}; more does not fit a datagram of 1,472 bytes. */
    public static final int REPETITIONS_MAX = 64;
    /** Upper bound of {@link #waitingTimeMs}. */
    public static final long WAITING_TIME_MS_MAX = 60_000;

    /** Checks the ranges; throws IllegalArgumentException. */
    public WalkLimits {
        if (rowsMax < 1 || rowsMax > ROWS_MAX) {
            throw new IllegalArgumentException("rowsMax is 1 to " + ROWS_MAX + ", not " + rowsMax);
        }
        if (repetitions < 1 || repetitions > REPETITIONS_MAX) {
            throw new IllegalArgumentException("repetitions is 1 to " + REPETITIONS_MAX + ", not " + repetitions);
        }
        if (waitingTimeMs < 1 || waitingTimeMs > WAITING_TIME_MS_MAX) {
            throw new IllegalArgumentException("waitingTimeMs is 1 to " + WAITING_TIME_MS_MAX);
        }
        if (walkTimeMs < waitingTimeMs) {
            throw new IllegalArgumentException("walkTimeMs is shorter than waitingTimeMs");
        }
    }

    /** 4,096 rows, 32 values in an answer, one minute for the whole. */
    public static WalkLimits defaults(long waitingTimeMs) {
        return new WalkLimits(4_096, 32, waitingTimeMs, Math.max(60_000, waitingTimeMs));
    }
}
