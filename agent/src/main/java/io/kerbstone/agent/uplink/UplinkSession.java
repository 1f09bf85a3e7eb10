package io.kerbstone.agent.uplink;

import io.kerbstone.agent.clock.TimeExchange;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.SequenceRanges;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the agent says on one connection. It greets, learns what the collector has, and sends what it lacks: what is new
 * since the greeting first, then the backlog from its oldest. Nothing counts as delivered before its acknowledgement.
 * No I/O, no clock: every event returns what is to be done. Owned by one thread.
 */
public final class UplinkSession {
    /** Longest wait for the welcome, ns. */
    public static final long WELCOME_NS_MAX = 20_000_000_000L;
    /** Silence after which the connection counts as dead, ns. */
    public static final long SILENCE_NS_MAX = 90_000_000_000L;
    /** Gap between two time exchanges, which also keep the connection alive, ns. */
    public static final long TIME_GAP_NS = 30_000_000_000L;
    /** Most frames read from the journal at once. */
    public static final int FETCH_MAX = 32;
    /** Most frames sent and not acknowledged yet, whatever the credit. */
    public static final int IN_FLIGHT_MAX = 1_024;

    private final Greeting greeting;
    private final SequenceRanges hopeless;
    private State state = State.NEW;
    private long startedNs;
    private long heardNs;
    private long askedTimeNs;
    private long durableSequence;
    private long boundary;
    private long credit;
    private SequenceRanges taken = SequenceRanges.EMPTY;
    private SequenceRanges delivered = SequenceRanges.EMPTY;
    private int inFlight;
    private boolean isFetching;
    private final Deque<Long> fetchOrder = new ArrayDeque<>();

    private enum State {
        NEW,
        GREETING,
        STREAMING,
        ENDED
    }

    /**
     * What the agent says of itself.
     *
     * @param durableSequence last frame on disk
     * @param other see {@link Message.Hello}
     */
    public record Greeting(Message.Hello other, long durableSequence) {
        Epoch epoch() {
            return other.epoch();
        }
    }

    /**
     * A session that has not begun.
     *
     * @param hopeless frames the collector refused in this run for what is in them
     */
    public UplinkSession(Greeting greeting, SequenceRanges hopeless) {
        this.greeting = greeting;
        this.hopeless = hopeless;
        this.durableSequence = greeting.durableSequence();
    }

    /** The connection stands, TLS done. */
    public List<Action> onConnected(long nowNs) {
        state = State.GREETING;
        startedNs = nowNs;
        heardNs = nowNs;
        return List.of(new Action.Send(greeting.other()));
    }

    /** A message came. */
    public List<Action> onMessage(Message message, long nowNs) {
        heardNs = nowNs;
        if (state == State.ENDED) {
            return List.of();
        }
        if (message instanceof Message.Welcome welcome) {
            return onWelcome(welcome, nowNs);
        }
        if (message instanceof Message.Refused refused) {
            return onRefused(refused);
        }
        if (state != State.STREAMING) {
            return end(false, "The collector spoke before it greeted.");
        }
        if (message instanceof Message.Ack ack) {
            return onAck(ack);
        }
        if (message instanceof Message.Credit more) {
            credit = Math.min(credit + Math.max(0, more.frames()), Integer.MAX_VALUE);
            return send();
        }
        if (message instanceof Message.TimeReply reply) {
            return List.of(new Action.Time(
                    TimeExchange.of(reply.sentAtNs(), reply.receivedUnixNs(), reply.sentUnixNs(), nowNs)));
        }
        if (message instanceof Message.ConfigMessage config) {
            return List.of(new Action.Assign(config.version(), config.document()));
        }
        return end(false, "The collector sent a message that only agents send.");
    }

    /** Something came that is no message. */
    public List<Action> onMalformed(String sentence) {
        return end(false, "The collector sent something that is not a message: " + sentence + ".");
    }

    /** Frames up to this sequence are on disk. */
    public List<Action> onDurable(long sequence) {
        durableSequence = Math.max(durableSequence, sequence);
        return send();
    }

    /** The frames asked for came from the journal; one that is missing there is not in the map. */
    public List<Action> onFetched(Map<Long, byte[]> frames) {
        List<Action> actions = new ArrayList<>();
        Map<Long, byte[]> left = new HashMap<>(frames);
        isFetching = false;
        while (!fetchOrder.isEmpty()) {
            byte[] frame = left.remove(fetchOrder.removeFirst());
            if (frame == null) {
                inFlight--;
                credit++;
            } else if (state == State.STREAMING) {
                actions.add(new Action.Send(new Message.FrameMessage(frame)));
            }
        }
        actions.addAll(send());
        return actions;
    }

    /** The assignment was applied, or refused with mistakes. */
    public List<Action> onAssignment(long version, List<String> mistakes) {
        return state == State.STREAMING
                ? List.of(new Action.Send(new Message.ConfigApplied(version, mistakes)))
                : List.of();
    }

    /** Time passed; call it a few times a second. */
    public List<Action> onTick(long nowNs) {
        if (state == State.GREETING && nowNs - startedNs > WELCOME_NS_MAX) {
            return end(false, "The collector did not greet within " + WELCOME_NS_MAX / 1_000_000_000L + " s.");
        }
        if (state == State.STREAMING && nowNs - heardNs > SILENCE_NS_MAX) {
            return end(false, "The collector was silent for " + SILENCE_NS_MAX / 1_000_000_000L + " s.");
        }
        if (state == State.STREAMING && nowNs - askedTimeNs >= TIME_GAP_NS) {
            askedTimeNs = nowNs;
            return List.of(new Action.Send(new Message.TimeRequest(nowNs)));
        }
        return List.of();
    }

    /** Whether the collector has greeted and the connection is of use. */
    public boolean isStreaming() {
        return state == State.STREAMING;
    }

    /** Frames sent, or about to be, and not acknowledged. */
    public int inFlight() {
        return inFlight;
    }

    private List<Action> onWelcome(Message.Welcome welcome, long nowNs) {
        if (state != State.GREETING) {
            return end(false, "The collector greeted twice.");
        }
        if (welcome.protocolVersion() != Message.PROTOCOL_VERSION) {
            return end(
                    true,
                    "The collector speaks version " + welcome.protocolVersion()
                            + " of the protocol; bring agent and collector to the same release.");
        }
        if (welcome.stored().highest() >= greeting.other().nextSequence()) {
            state = State.ENDED;
            return List.of(new Action.Diverged(
                    "The collector has frames up to " + welcome.stored().highest()
                            + " of this epoch and the journal ends before "
                            + greeting.other().nextSequence() + "; a new epoch begins."));
        }
        state = State.STREAMING;
        credit = Math.max(0, welcome.credit());
        taken = welcome.stored().plus(hopeless);
        delivered = welcome.stored();
        boundary = greeting.durableSequence();
        askedTimeNs = nowNs;
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.Stored(welcome.stored()));
        actions.add(new Action.Send(new Message.TimeRequest(nowNs)));
        actions.addAll(send());
        return actions;
    }

    private List<Action> onAck(Message.Ack ack) {
        if (!ack.epoch().equals(greeting.epoch())) {
            return List.of(); // of a life of the journal that is over
        }
        long before = delivered.count();
        delivered = delivered.plus(ack.ranges());
        taken = taken.plus(ack.ranges());
        inFlight = (int) Math.max(0, inFlight - (delivered.count() - before));
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.Acknowledged(ack.ranges()));
        actions.addAll(send());
        return actions;
    }

    private List<Action> onRefused(Message.Refused refused) {
        boolean isFrame = refused.sequence() > 0 && state == State.STREAMING;
        if (!isFrame) {
            return end(refused.code() != Message.Refused.Code.BUSY, "The collector refused: " + refused.sentence());
        }
        if (refused.code() == Message.Refused.Code.BUSY) {
            return end(false, "The collector is busy: " + refused.sentence());
        }
        inFlight = Math.max(0, inFlight - 1);
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.FrameRefused(refused.sequence(), refused.sentence()));
        actions.addAll(send());
        return actions;
    }

    private List<Action> end(boolean isRefused, String sentence) {
        state = State.ENDED;
        return List.of(new Action.Close(isRefused, sentence));
    }

    /** Asks the journal for what may be sent now; one question at a time. */
    private List<Action> send() {
        if (state != State.STREAMING || isFetching) {
            return List.of();
        }
        long room = Math.min(FETCH_MAX, Math.min(credit, IN_FLIGHT_MAX - (long) inFlight));
        take(boundary + 1, durableSequence, room);
        take(greeting.other().firstSequence(), boundary, room - fetchOrder.size());
        if (fetchOrder.isEmpty()) {
            return List.of();
        }
        isFetching = true;
        inFlight += fetchOrder.size();
        credit -= fetchOrder.size();
        return List.of(new Action.Fetch(new ArrayList<>(fetchOrder)));
    }

    private void take(long from, long to, long room) {
        long left = room;
        for (SequenceRanges.Range range : taken.missing(from, to).ranges()) {
            if (left <= 0) {
                return;
            }
            long last = Math.min(range.to(), range.from() + left - 1);
            for (long sequence = range.from(); sequence <= last; sequence++) {
                fetchOrder.addLast(sequence);
            }
            taken = taken.plus(range.from(), last);
            left -= last - range.from() + 1;
        }
    }
}
