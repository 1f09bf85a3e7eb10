package io.kerbstone.icmp;

import io.kerbstone.icmp.InFlight.State;
import io.kerbstone.icmp.StampArithmetic.Moment;
import io.kerbstone.linux.EchoListener;
import io.kerbstone.linux.EchoPacket;
import io.kerbstone.linux.IcmpSocket;
import io.kerbstone.linux.WallOffset;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.util.function.Consumer;

/**
 * Finds for each packet read the probe it belongs to and ends that probe. A packet is ours when its number, its address
 * and its whole content say so. Owned by the prober's thread.
 */
final class EchoMatcher implements EchoListener {
    private static final int COOKIE_BYTES = 2 * Long.BYTES;

    /** A stamp mapped with more uncertainty than this says less than the program's own readings. */
    private static final long WORST_UNCERTAINTY_NS = 50_000;

    private final ProbeNumbers numbers;
    private final InFlight table;
    private final Counts counts;
    private final Starvation starvation;
    private final MonotonicClock monotonic;
    private final WallClock wall;
    private final SendKeys sendKeys;
    private final PathCounts pathCounts = new PathCounts();
    private WallOffset offset;
    private boolean stepped;
    private long emptySinceNs;
    private Consumer<Observation> to = observation -> {};
    private int handed;

    EchoMatcher(
            ProbeNumbers numbers,
            InFlight table,
            Counts counts,
            Starvation starvation,
            MonotonicClock monotonic,
            WallClock wall) {
        this.numbers = numbers;
        this.table = table;
        this.counts = counts;
        this.starvation = starvation;
        this.monotonic = monotonic;
        this.wall = wall;
        sendKeys = new SendKeys(table.capacity());
        offset = WallOffset.measure(monotonic, wall);
        emptySinceNs = offset.monotonicNs();
    }

    SendKeys sendKeys() {
        return sendKeys;
    }

    PathCounts pathCounts() {
        return pathCounts;
    }

    /** Observations go there until the next call. */
    void begin(Consumer<Observation> consumer) {
        to = consumer;
        handed = 0;
    }

    /** How many observations were handed over since {@link #begin}. */
    int handed() {
        return handed;
    }

    /** Everything that came before the given moment has been read. */
    void emptied(long nowNs) {
        emptySinceNs = nowNs;
    }

    @Override
    public void onBatch(int packets) {
        WallOffset now = WallOffset.measure(monotonic, wall);
        // A stamp in this batch may be from before or from after the step: none of them can be mapped.
        stepped = now.stepSinceNs(offset) != 0;
        if (stepped) {
            counts.wallSteps++;
        }
        offset = now;
    }

    @Override
    public void onSendStamp(IcmpSocket socket, int sendKey, long stampUnixNs) {
        int slot = table.findExactly(sendKeys.numberOf(socket.family(), sendKey));
        if (slot == InFlight.NO_SLOT || table.state(slot) != State.WAITING || !canMap()) {
            return;
        }
        long atNs = offset.monotonicNsAt(stampUnixNs);
        if (StampArithmetic.lies(atNs, offset.uncertaintyNs(), table.beforeSendNs(slot), offset.monotonicNs())) {
            table.setKernelSendNs(slot, atNs, offset.uncertaintyNs());
        }
    }

    @Override
    public void onReply(IcmpSocket socket, EchoPacket reply) {
        int slot = findSlot(socket, reply);
        if (slot == InFlight.NO_SLOT) {
            countUnmatched(reply);
        } else if (!hasContent(socket, slot, reply) || !table.isFor(slot, reply.addressHigh(), reply.addressLow())) {
            onInvalid(slot, reply);
        } else {
            onOurs(socket, slot, reply);
        }
    }

    @Override
    public void onError(IcmpSocket socket, EchoPacket request, int type, int code) {
        int slot = findSlot(socket, request);
        boolean ours = slot != InFlight.NO_SLOT
                && table.isFor(slot, request.addressHigh(), request.addressLow())
                && (request.payloadBytes() < COOKIE_BYTES || hasCookie(slot, request));
        if (!ours) {
            counts.foreign++;
        } else if (table.state(slot) == State.WAITING) {
            counts.errors++;
            hand(slot, sentAtNs(slot), new Outcome.Lost(IcmpErrors.reason(socket.family(), type, code)));
        }
    }

    /** Ends a probe whose waiting time is over, or whose reply came after it. */
    void endUnanswered(int slot) {
        long heldUpNs = starvation.totalNs() - table.starvedNsAtSend(slot);
        Outcome outcome;
        // Half the waiting time: with less than that the probe still had a fair chance.
        if (heldUpNs >= table.waitingTimeNs(slot) - heldUpNs) {
            onStarved(slot);
            outcome = new Outcome.NotMeasured(Outcome.NotMeasuredReason.STARVED);
        } else {
            counts.timedOut++;
            outcome = new Outcome.Lost(
                    table.sawInvalid(slot) ? Outcome.LossReason.INVALID_REPLY : Outcome.LossReason.TIMEOUT);
        }
        hand(slot, sentAtNs(slot), outcome);
    }

    /** Ends a probe because the prober stops. */
    void endStopped(int slot) {
        counts.stopped++;
        hand(slot, sentAtNs(slot), new Outcome.NotMeasured(Outcome.NotMeasuredReason.STOPPING));
    }

    private int findSlot(IcmpSocket socket, EchoPacket packet) {
        return socket.kind() == IcmpSocket.Kind.RAW
                ? table.find(numbers.lowBits(packet.identifier(), packet.sequence()), Integer.SIZE)
                : findDatagram(packet);
    }

    /** A datagram socket has one identifier, so only 16 bits are in the header; the payload has them all. */
    private int findDatagram(EchoPacket packet) {
        return packet.payloadBytes() >= COOKIE_BYTES && packet.payloadLong(0) == numbers.nonce()
                ? table.findExactly(packet.payloadLong(Long.BYTES))
                : table.find(numbers.lowBits(packet.sequence()), Short.SIZE);
    }

    private boolean hasCookie(int slot, EchoPacket packet) {
        return packet.payloadLong(0) == numbers.nonce() && packet.payloadLong(Long.BYTES) == table.number(slot);
    }

    private boolean hasContent(IcmpSocket socket, int slot, EchoPacket reply) {
        int length = table.payloadBytes(slot);
        if (reply.payloadBytes() != length || (length >= COOKIE_BYTES && !hasCookie(slot, reply))) {
            return false;
        }
        return length >= COOKIE_BYTES
                ? numbers.hasPattern(socket, reply, COOKIE_BYTES, length)
                : numbers.hasShortCookie(table.number(slot), reply, length);
    }

    private void countUnmatched(EchoPacket reply) {
        if (hasNonce(reply)) {
            // Ours, but its slot has gone on to another probe since.
            counts.late++;
        } else {
            counts.foreign++;
        }
    }

    /** The number of one of our probes, but other content or another sender. */
    private void onInvalid(int slot, EchoPacket reply) {
        boolean ours = hasNonce(reply) || table.isFor(slot, reply.addressHigh(), reply.addressLow());
        if (ours && table.state(slot) == State.WAITING) {
            // The right reply may still come, so the probe goes on.
            counts.invalidReplies++;
            table.setSawInvalid(slot);
        } else {
            counts.foreign++;
        }
    }

    private boolean hasNonce(EchoPacket reply) {
        return reply.payloadBytes() >= Long.BYTES && reply.payloadLong(0) == numbers.nonce();
    }

    private void onOurs(IcmpSocket socket, int slot, EchoPacket reply) {
        switch (table.state(slot)) {
            case WAITING -> onAwaited(socket, slot, reply);
            case REPLIED -> {
                counts.duplicate++;
                pathCounts.duplicate(table.pathId(slot));
            }
            case UNUSED, RESERVED, UNANSWERED -> onLate(slot);
        }
    }

    private void onLate(int slot) {
        counts.late++;
        pathCounts.late(table.pathId(slot));
    }

    private void onStarved(int slot) {
        counts.starved++;
        pathCounts.starved(table.pathId(slot));
    }

    private void onAwaited(IcmpSocket socket, int slot, EchoPacket reply) {
        Moment received = received(slot, reply);
        Moment sent = StampArithmetic.sent(table, slot, received.atNs() + received.uncertaintyNs());
        Outcome.Replied outcome = StampArithmetic.delay(sent, received);
        if (outcome.roundTripNs() > table.waitingTimeNs(slot)) {
            onLate(slot);
            endUnanswered(slot);
            return;
        }
        if (outcome.errorBoundNs() >= Starvation.LEAST_NS) {
            // It came, but the kernel did not say when, and this thread was away: that is no delay.
            onStarved(slot);
            hand(slot, sent.atNs(), new Outcome.NotMeasured(Outcome.NotMeasuredReason.STARVED));
            return;
        }
        if (socket.hasSendStamps() && table.kernelSendNs(slot) == InFlight.UNKNOWN_NS) {
            counts.withoutSendStamp++;
        }
        counts.replied++;
        hand(slot, sent.atNs(), outcome);
    }

    /** When a reply came: the kernel's stamp, or else some time since the socket was last seen empty. */
    private Moment received(int slot, EchoPacket reply) {
        long nowNs = offset.monotonicNs();
        long earliestNs = table.beforeSendNs(slot);
        if (reply.stampUnixNs() != EchoPacket.NO_STAMP && canMap()) {
            long atNs = offset.monotonicNsAt(reply.stampUnixNs());
            if (StampArithmetic.lies(atNs, offset.uncertaintyNs(), earliestNs, nowNs)) {
                return new Moment(atNs, offset.uncertaintyNs());
            }
        }
        counts.withoutReceiveStamp++;
        return Moment.between(emptySinceNs - earliestNs > 0 ? emptySinceNs : earliestNs, nowNs);
    }

    private boolean canMap() {
        return !stepped && offset.uncertaintyNs() <= WORST_UNCERTAINTY_NS;
    }

    private long sentAtNs(int slot) {
        return StampArithmetic.sent(table, slot, table.afterSendNs(slot)).atNs();
    }

    private void hand(int slot, long sentAtNs, Outcome outcome) {
        Observation observation = new Observation(table.pathId(slot), sentAtNs, outcome);
        table.end(slot, outcome instanceof Outcome.Replied ? State.REPLIED : State.UNANSWERED);
        handed++;
        to.accept(observation);
    }
}
