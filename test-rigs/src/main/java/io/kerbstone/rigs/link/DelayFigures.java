package io.kerbstone.rigs.link;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** Exact figures of delays. Immutable. */
public final class DelayFigures {
    private static final double NS_PER_US = 1e3;

    private final long[] ascendingNs;
    private final long notKept;

    DelayFigures(long[] ascendingNs, long notKept) {
        this.ascendingNs = ascendingNs.clone();
        this.notKept = notKept;
    }

    /** How many there are. */
    public int count() {
        return ascendingNs.length;
    }

    /** The mean, ns; 0 of none. */
    public double meanNs() {
        return Arrays.stream(ascendingNs).average().orElse(0);
    }

    /** Nearest-rank percentile, ns; 0 of none. */
    public long percentileNs(double percent) {
        int rank = (int) Math.max(1, Math.ceil(percent / 100 * ascendingNs.length));
        return ascendingNs.length == 0 ? 0 : ascendingNs[rank - 1];
    }

    /** Count and figures in us. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("count", ascendingNs.length);
        if (ascendingNs.length > 0) {
            json.put("min", ascendingNs[0] / NS_PER_US).put("mean", Math.round(meanNs()) / NS_PER_US);
            for (int percent : new int[] {50, 90, 99}) {
                json.put("p" + percent, percentileNs(percent) / NS_PER_US);
            }
            json.put("max", ascendingNs[ascendingNs.length - 1] / NS_PER_US);
        }
        return notKept == 0 ? json : json.put("notKept", notKept);
    }
}
