package io.kerbstone.measurement;

import java.util.OptionalLong;

/**
 * What a ledger's times say of an availability target. Nothing here is chance: UNKNOWN time may have been UP or DOWN, and
 * the verdict stands when neither changes it. Immutable.
 *
 * @param upMs time UP, at least 0
 * @param downMs time DOWN, at least 0
 * @param unknownMs time that was due and not measured, at least 0
 * @param target least availability, 0 to 1
 */
public record AvailabilityVerdict(long upMs, long downMs, long unknownMs, double target) {
    /** Of one ledger. */
    public static AvailabilityVerdict of(Ledger ledger, double target) {
        return new AvailabilityVerdict(
                ledger.ms(IntervalState.UP), ledger.ms(IntervalState.DOWN), ledger.ms(IntervalState.UNKNOWN), target);
    }

    /** Of the members of a group together: the network availability. */
    public static AvailabilityVerdict ofNetwork(GroupIndicators group, double target) {
        return new AvailabilityVerdict(
                group.membersMs(IntervalState.UP),
                group.membersMs(IntervalState.DOWN),
                group.membersMs(IntervalState.UNKNOWN),
                target);
    }

    /** Met, missed, or not decided by what was measured; undecided when no time was due. */
    public Verdict verdict() {
        return totalMs() == 0
                ? Verdict.UNDECIDED
                : Verdict.atLeast((double) upMs / totalMs(), (double) (upMs + unknownMs) / totalMs(), target);
    }

    /** The sample: time measured, ms. */
    public long measuredMs() {
        return upMs + downMs;
    }

    /** While undecided: the least part of the UNKNOWN time that must prove UP for the target to be met, ms; else 0. */
    public long unknownToMeetMs() {
        return isDecided() ? 0 : Math.max(0, (long) Math.ceil(target * totalMs()) - upMs);
    }

    /** While undecided: the least part of the UNKNOWN time that must prove DOWN for the target to be missed, ms; else 0. */
    public long unknownToMissMs() {
        return isDecided() ? 0 : Math.max(0, unknownMs - unknownToMeetMs() + 1);
    }

    /**
     * While undecided: the further time, all of it UP, after which the target is met although all UNKNOWN time was DOWN,
     * ms; 0 when decided; empty when no time is long enough (a target of 1).
     */
    public OptionalLong furtherUpMs() {
        if (isDecided()) {
            return OptionalLong.of(0);
        }
        return SampleSize.further((target * totalMs() - upMs) / (1 - target));
    }

    private long totalMs() {
        return upMs + downMs + unknownMs;
    }

    private boolean isDecided() {
        return verdict() != Verdict.UNDECIDED;
    }
}
