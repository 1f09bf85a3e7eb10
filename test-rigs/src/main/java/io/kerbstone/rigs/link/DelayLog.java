package io.kerbstone.rigs.link;

import java.util.Arrays;

/**
 * Delays one by one, exact to the nanosecond, up to a bound; what is above it is counted and not kept. All its memory is
 * taken at once, so that adding never waits for any. Owned by one thread.
 */
final class DelayLog {
    /** Most delays kept: 8 MiB. */
    static final int MOST = 1 << 20;

    private final long[] valuesNs;
    private int kept;
    private long notKept;

    DelayLog(int most) {
        valuesNs = new long[most];
    }

    void add(long ns) {
        if (kept < valuesNs.length) {
            valuesNs[kept++] = ns;
        } else {
            notKept++;
        }
    }

    DelayFigures figures() {
        long[] ascending = Arrays.copyOf(valuesNs, kept);
        Arrays.sort(ascending);
        return new DelayFigures(ascending, notKept);
    }
}
