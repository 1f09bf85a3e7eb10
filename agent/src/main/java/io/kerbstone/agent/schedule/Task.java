package io.kerbstone.agent.schedule;

import io.kerbstone.settings.Stream;

/**
 * Something that is due again and again.
 *
 * @param kind what is to be done
 * @param id the path or device it is about; unique together with the kind
 * @param gapNs time between two times it is due, ns, at least 1; the mean for a Poisson stream
 * @param confirmations further probes at once when a scheduled one is lost (the sparse rule), 0 for none
 * @param stream how the times it is due are spread
 */
public record Task(Kind kind, String id, long gapNs, int confirmations, Stream stream) {
    /** Due at equal gaps. */
    public Task(Kind kind, String id, long gapNs, int confirmations) {
        this(kind, id, gapNs, confirmations, Stream.PERIODIC);
    }

    /** What is to be done. */
    public enum Kind {
        /** One probe on a path. */
        PATH,
        /** One poll of a device. */
        DEVICE,
        /** One reading of the agent's own machine. */
        HOST
    }

    /** Checks the gap; throws IllegalArgumentException. */
    public Task {
        if (gapNs < 1 || confirmations < 0) {
            throw new IllegalArgumentException("gap " + gapNs + " and confirmations " + confirmations + " of " + id);
        }
    }
}
