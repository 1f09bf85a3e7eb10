package io.kerbstone.measurement;

import org.jspecify.annotations.Nullable;

/**
 * Loss over a set of intervals.
 *
 * @param sent probes sent
 * @param lost of those, lost
 */
public record LossFigures(long sent, long lost) {
    /** The 95 % interval of the loss ratio; null when nothing was sent. */
    public @Nullable WilsonInterval interval95() {
        return sent == 0 ? null : WilsonInterval.of(lost, sent);
    }

    /** The loss ratio; null when nothing was sent. */
    public @Nullable Ratio ratio() {
        return sent == 0 ? null : new Ratio(lost, sent);
    }

    /** Both sets together. */
    public LossFigures plus(LossFigures other) {
        return new LossFigures(sent + other.sent, lost + other.lost);
    }
}
