package io.kerbstone.stamp;

import io.kerbstone.linux.Family;
import io.kerbstone.linux.StampedSocket;
import io.kerbstone.linux.UdpListener;
import io.kerbstone.linux.UdpPacket;
import io.kerbstone.linux.UdpSocket;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Reading;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session with one reflector: its socket, its packets, what came of them. Two-way delay is
 * {@code (T4 - T1) - (T3 - T2)} with kernel stamps for T1 and T4, so neither side needs a right clock. Owned by the
 * sender's thread.
 */
final class Session implements UdpListener, AutoCloseable {
    /** Most packets that may wait in one session. */
    static final int IN_FLIGHT_MAX = 1_024;

    /** First number of a session ({@code docs/decisions/0160-first-number-of-a-session.md}). */
    static final long FIRST = 4_096;

    /** Longest that a loss is held back until its direction is known. */
    static final long HOLD_NS_MAX = 15_000_000_000L;

    /** A clock is off by no more than this part of the time measured with it: 500 ppm, the kernel's own limit. */
    private static final long CLOCK_RATE = 2_000;

    private static final int V4_UNREACHABLE = 3;
    private static final int V4_TIME_EXCEEDED = 11;
    private static final int V6_UNREACHABLE = 1;
    private static final int V6_TIME_EXCEEDED = 3;

    private final SessionTarget target;
    private final UdpSocket socket;
    private final int sessionId;
    private final SenderClock clock;
    private final PacketCodec codec;
    private final LossDirections directions;
    private final Map<Long, Probe> probes = new HashMap<>();
    private final Deque<Probe> waiting = new ArrayDeque<>();
    private final Deque<Probe> known = new ArrayDeque<>();
    private final long[] sequenceOfKey = new long[IN_FLIGHT_MAX];
    private SessionFigures figures = new SessionFigures();
    private long figuresSinceNs;
    private long next = FIRST;
    private long lastSendNs;
    private long gapNs;

    Session(SessionTarget target, UdpSocket socket, int sessionId, SenderClock clock) {
        this.target = target;
        this.socket = socket;
        this.sessionId = sessionId;
        this.clock = clock;
        codec = new PacketCodec(target.key());
        directions = new LossDirections(FIRST, target.waitingTimeNs(), this::onDirection);
        figuresSinceNs = clock.nowNs();
        lastSendNs = figuresSinceNs;
    }

    SessionTarget target() {
        return target;
    }

    UdpSocket socket() {
        return socket;
    }

    /** Sends one packet; the reason why not, or null. */
    Outcome.@Nullable NotMeasuredReason send(Consumer<Observation> to) {
        if (waiting.size() >= IN_FLIGHT_MAX) {
            return Outcome.NotMeasuredReason.IN_FLIGHT_FULL;
        }
        long beforeNs = clock.nowNs();
        long timestamp = write();
        int errno = socket.send(target.bytes());
        if (errno != 0 && StampedSocket.mayConcernEarlierPacket(errno)) {
            beforeNs = clock.nowNs();
            timestamp = write();
            errno = socket.send(target.bytes());
        }
        long afterNs = clock.nowNs();
        if (errno != 0) {
            return Outcome.NotMeasuredReason.NOT_SENT;
        }
        Probe probe = new Probe(next++, timestamp, beforeNs, afterNs, clock.starvedNs(), to);
        probes.put(probe.sequence, probe);
        waiting.addLast(probe);
        known.addLast(probe);
        sequenceOfKey[socket.lastSendKey() & (IN_FLIGHT_MAX - 1)] = probe.sequence;
        directions.sent(probe.sequence, beforeNs);
        gapNs = beforeNs - lastSendNs;
        lastSendNs = beforeNs;
        return null;
    }

    private long write() {
        long timestamp = StampTime.ntp(clock.nowUnixNs());
        byte[] packet = codec.encode(
                new SenderPacket((int) next, timestamp, clock.errorEstimate().encode(), sessionId), target.bytes());
        socket.payload().put(0, packet);
        return timestamp;
    }

    /** Reads everything that came; whether nothing is left. */
    boolean read(boolean hasPackets, boolean hasErrors, int batchesMax) {
        int batches = 0;
        // Stamps of sending before answers, for the delay needs both.
        while (hasErrors && batches < batchesMax && socket.readErrors(this) == socket.batch()) {
            batches++;
        }
        while (hasPackets && batches < batchesMax) {
            int read = socket.readPackets(this);
            batches++;
            if (read < socket.batch()) {
                return true;
            }
            socket.readErrors(this);
        }
        return batches < batchesMax;
    }

    /** Ends what is over by now, when everything that came until now was read. */
    void endOverdue(long nowNs) {
        while (!waiting.isEmpty() && waiting.getFirst().beforeNs + target.waitingTimeNs() - nowNs <= 0) {
            endUnanswered(waiting.removeFirst(), nowNs);
        }
        directions.judge(nowNs);
        directions.expire(nowNs - Math.min(HOLD_NS_MAX, 2 * target.waitingTimeNs() + 2 * gapNs));
        while (!known.isEmpty() && isForgotten(known.getFirst(), nowNs)) {
            probes.remove(known.removeFirst().sequence);
        }
    }

    /** How long nothing needs to be done unless something comes, ns. */
    long untilNextNs(long nowNs) {
        long untilNs =
                waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().beforeNs + target.waitingTimeNs() - nowNs;
        return directions.isPending() ? Math.min(untilNs, SessionSender.JUDGE_NS) : untilNs;
    }

    /** Ends everything that waits or is held back. */
    void end(Outcome.NotMeasuredReason reason) {
        for (Probe probe : known) {
            if (probe.state == Probe.State.WAITING) {
                hand(probe, new Outcome.NotMeasured(reason));
            } else if (probe.state == Probe.State.SILENT) {
                hand(probe, new Outcome.Lost(LossReason.TIMEOUT));
            }
        }
        waiting.clear();
    }

    /** What was learned since the last call, when that is a period ago; else nothing. */
    List<Reading> takeFigures(long nowNs, long periodNs) {
        if (nowNs - figuresSinceNs < periodNs) {
            return List.of();
        }
        List<Reading> readings = figures.readings(directions.kind());
        figures = new SessionFigures();
        figuresSinceNs = nowNs;
        return readings;
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public void onBatch(int packets) {
        clock.stamps().onBatch();
    }

    @Override
    public void onSendStamp(UdpSocket from, int sendKey, long stampUnixNs) {
        Probe probe = probes.get(sequenceOfKey[sendKey & (IN_FLIGHT_MAX - 1)]);
        if (probe == null
                || probe.state != Probe.State.WAITING
                || !clock.stamps().canMap()) {
            return;
        }
        long atNs = clock.stamps().monotonicNsAt(stampUnixNs);
        long slackNs = clock.stamps().uncertaintyNs();
        if (atNs - probe.beforeNs >= -slackNs && atNs - clock.stamps().batchNs() <= slackNs) {
            probe.kernelSendNs = atNs;
            probe.kernelSendUnixNs = stampUnixNs;
            probe.kernelSendUncertaintyNs = slackNs;
        }
    }

    @Override
    public void onError(UdpSocket from, UdpPacket quoted, int type, int code) {
        byte[] bytes = new byte[quoted.length()];
        quoted.copyTo(bytes);
        // An error may quote as little as the UDP header: then it is about the oldest that waits.
        Probe probe = bytes.length >= Integer.BYTES
                ? probes.get(sequence(ByteBuffer.wrap(bytes).getInt(0)))
                : waiting.peekFirst();
        if (probe != null && probe.state == Probe.State.WAITING) {
            waiting.remove(probe);
            directions.refused(probe.sequence);
            hand(probe, new Outcome.Lost(reason(type, code)));
        }
    }

    @Override
    public void onPacket(UdpSocket from, UdpPacket packet) {
        byte[] bytes = new byte[packet.length()];
        packet.copyTo(bytes);
        Decoding<ReflectedPacket> decoding = codec.decodeReflected(bytes);
        if (decoding instanceof Decoding.Good<ReflectedPacket> good) {
            onAnswer(good.packet(), packet);
        } else {
            onInvalid(bytes);
        }
    }

    private void onInvalid(byte[] bytes) {
        figures.invalid++;
        int at = codec.mode().senderSequenceAt();
        if (bytes.length >= at + Integer.BYTES) {
            Probe probe = probes.get(sequence(ByteBuffer.wrap(bytes).getInt(at)));
            if (probe != null) {
                // The right answer may still come, so the probe goes on.
                probe.sawInvalid = true;
            }
        }
    }

    private void onAnswer(ReflectedPacket answer, UdpPacket packet) {
        Probe probe = probes.get(sequence(answer.senderSequence()));
        boolean isOurs = answer.sessionId() == sessionId || answer.sessionId() == 0;
        if (probe == null || !isOurs || answer.senderTimestamp() != probe.timestamp) {
            figures.invalid++;
            return;
        }
        if (probe.state == Probe.State.ANSWERED) {
            figures.duplicate++;
        } else if (probe.state != Probe.State.WAITING) {
            figures.late++;
        }
        if (probe.state == Probe.State.WAITING) {
            onAwaited(probe, answer, packet);
        }
        directions.answered(probe.sequence, answer.sequence(), clock.nowNs());
    }

    private void onAwaited(Probe probe, ReflectedPacket answer, UdpPacket packet) {
        waiting.remove(probe);
        long receivedNs = clock.stamps().batchNs();
        long receivedUncertaintyNs = clock.stamps().uncertaintyNs();
        boolean isStamped =
                packet.stampUnixNs() != UdpPacket.NO_STAMP && clock.stamps().canMap();
        if (isStamped) {
            receivedNs = clock.stamps().monotonicNsAt(packet.stampUnixNs());
        } else {
            // Some time between its sending and now.
            receivedUncertaintyNs = Math.max(1, receivedNs - probe.sentNs());
        }
        long totalNs = Math.max(0, receivedNs - probe.sentNs());
        if (totalNs > target.waitingTimeNs()) {
            figures.late++;
            endUnanswered(probe, clock.nowNs());
            return;
        }
        long boundNs = probe.sentUncertaintyNs() + receivedUncertaintyNs;
        hand(probe, delay(answer, totalNs, boundNs));
        if (isStamped) {
            oneWay(probe, answer, packet.stampUnixNs());
        }
    }

    /** Without the time at the reflector, whose clock needs only to run at the right rate. */
    private Outcome.Replied delay(ReflectedPacket answer, long totalNs, long boundNs) {
        boolean isPtp = ErrorEstimate.decode(answer.errorEstimate()).isPtp();
        long residenceNs = StampTime.betweenNs(answer.receiveTimestamp(), answer.timestamp(), isPtp);
        if (residenceNs < 0 || residenceNs - totalNs > boundNs) {
            // The reflector's clock was stepped in between, or it has none: nobody knows how long it held the packet.
            figures.clockFaults++;
            return new Outcome.Replied(totalNs, totalNs + boundNs);
        }
        figures.residence(residenceNs);
        return new Outcome.Replied(Math.max(0, totalNs - residenceNs), boundNs + residenceNs / CLOCK_RATE + 1);
    }

    /** Only where both clocks are synchronised, in the one format whose epoch leaves no doubt, and the errors are known. */
    private void oneWay(Probe probe, ReflectedPacket answer, long receivedUnixNs) {
        ErrorEstimate ours = clock.errorEstimate();
        ErrorEstimate theirs = ErrorEstimate.decode(answer.errorEstimate());
        boolean isPossible = ours.isSynchronised()
                && theirs.isSynchronised()
                && theirs.isKnown()
                && !theirs.isPtp()
                && probe.kernelSendUnixNs != Probe.UNKNOWN_NS;
        if (isPossible) {
            long reachedUnixNs = StampTime.unixNs(answer.receiveTimestamp(), false, receivedUnixNs);
            long answeredUnixNs = StampTime.unixNs(answer.timestamp(), false, receivedUnixNs);
            figures.oneWay(
                    reachedUnixNs - probe.kernelSendUnixNs,
                    receivedUnixNs - answeredUnixNs,
                    Math.addExact(ours.errorNs(), Math.min(theirs.errorNs(), Long.MAX_VALUE / 2)));
        }
    }

    private void endUnanswered(Probe probe, long nowNs) {
        long heldUpNs = clock.starvedNs() - probe.starvedNsAtSend;
        // Half the waiting time: with less than that the probe still had a fair chance.
        if (heldUpNs >= target.waitingTimeNs() - heldUpNs) {
            directions.settled(probe.sequence);
            hand(probe, new Outcome.NotMeasured(Outcome.NotMeasuredReason.STARVED));
        } else if (probe.sawInvalid) {
            directions.settled(probe.sequence);
            hand(probe, new Outcome.Lost(LossReason.INVALID_REPLY));
        } else {
            probe.state = Probe.State.SILENT;
            directions.unanswered(probe.sequence, nowNs);
        }
    }

    private void onDirection(long sequence, LossDirections.Direction direction) {
        Probe probe = probes.get(sequence);
        if (probe == null || probe.state != Probe.State.SILENT) {
            return;
        }
        switch (direction) {
            case FORWARD -> figures.lostForward++;
            case RETURN -> figures.lostReturn++;
            case UNKNOWN -> figures.lostUnknown++;
        }
        hand(
                probe,
                new Outcome.Lost(
                        switch (direction) {
                            case FORWARD -> LossReason.LOST_FORWARD;
                            case RETURN -> LossReason.LOST_RETURN;
                            case UNKNOWN -> LossReason.TIMEOUT;
                        }));
    }

    private LossReason reason(int type, int code) {
        boolean four = socket.family() == Family.IPV4;
        if (type == (four ? V4_TIME_EXCEEDED : V6_TIME_EXCEEDED)) {
            return LossReason.TTL_EXCEEDED;
        }
        if (type == (four ? V4_UNREACHABLE : V6_UNREACHABLE) && code == (four ? 3 : 4)) {
            return LossReason.REFUSED;
        }
        boolean isProhibited = four
                ? type == V4_UNREACHABLE && (code == 9 || code == 10 || code == 13)
                : type == V6_UNREACHABLE && (code == 1 || code == 5 || code == 6);
        return isProhibited ? LossReason.PROHIBITED : LossReason.UNREACHABLE;
    }

    private boolean isForgotten(Probe probe, long nowNs) {
        boolean isOver = probe.state == Probe.State.ANSWERED || probe.state == Probe.State.ENDED;
        return isOver && nowNs - probe.beforeNs > 3 * target.waitingTimeNs();
    }

    /** The number near our own whose lower 32 bits are these. */
    private long sequence(int low) {
        return next + (low - (int) next);
    }

    private void hand(Probe probe, Outcome outcome) {
        probe.state = outcome instanceof Outcome.Replied ? Probe.State.ANSWERED : Probe.State.ENDED;
        probe.to.accept(new Observation(target.pathId(), probe.sentNs(), outcome));
    }
}
