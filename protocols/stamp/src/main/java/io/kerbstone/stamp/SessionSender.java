package io.kerbstone.stamp;

import io.kerbstone.linux.Pollable;
import io.kerbstone.linux.SocketPoller;
import io.kerbstone.linux.UdpSocket;
import io.kerbstone.linux.UdpSocketOpening;
import io.kerbstone.linux.UdpSocketSettings;
import io.kerbstone.linux.Waker;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.PathFacts;
import io.kerbstone.measurement.Reading;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends test packets to reflectors (RFC 8762, 4.2), one session with a socket of its own for each path. Every
 * {@link #send} ends as exactly one {@link Observation}: replied, lost with the reason (with the direction where a
 * stateful reflector lets us know), or not measured with the reason. What a session learns beside that becomes facts
 * about the path, once a minute.
 *
 * <p>Owned by one thread, which should come back to {@link #poll} at least every 50 ms; only {@link #wake} may be called
 * by others.
 */
public final class SessionSender implements AutoCloseable {
    /** Most sessions at once. */
    public static final int SESSIONS_MAX = 1_024;

    /** From one report of facts about a path to the next, ns. */
    public static final long FACTS_NS = 60_000_000_000L;

    /** How often losses held back are looked at, ns. */
    static final long JUDGE_NS = 50_000_000L;

    private static final int BATCH = 4;
    private static final int BATCHES_MAX = 64;
    private static final int RECEIVE_BUFFER_BYTES = 1 << 18;
    private static final int DSCP_SHIFT = 2;
    private static final int SESSION_ID_MAX = 0xFFFF;

    private final SenderClock clock;
    private final Consumer<DeviceReadings> facts;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Waker waker = Waker.open();
    private List<Session> polled = List.of();
    private SocketPoller poller = new SocketPoller(List.of(waker));
    private boolean isChanged;
    private long lastPollNs;

    /**
     * With no session yet.
     *
     * @param clockState how well this machine's clock is kept
     * @param facts takes facts about paths; does not block
     */
    public SessionSender(
            MonotonicClock monotonic, WallClock wall, Supplier<ClockState> clockState, Consumer<DeviceReadings> facts) {
        clock = new SenderClock(monotonic, wall, clockState);
        this.facts = facts;
        lastPollNs = monotonic.nowNs();
    }

    /**
     * Sends one packet in the session of the target's path, which begins with it if there is none.
     *
     * @param dueNs when it should have been sent: the time of the observation if it is not
     * @param to gets the observation, now or during a later call
     */
    public void send(SessionTarget target, long dueNs, Consumer<Observation> to) {
        Session session = sessions.get(target.pathId());
        if (session != null && !session.target().equals(target)) {
            forget(session);
            session = null;
        }
        if (session == null) {
            session = open(target);
        }
        Outcome.NotMeasuredReason why = session == null ? Outcome.NotMeasuredReason.NOT_SENT : session.send(to);
        if (why != null) {
            to.accept(new Observation(target.pathId(), dueNs, new Outcome.NotMeasured(why)));
        }
    }

    /** Reads what came, ends what is over, and waits for that at most so long. */
    public void poll(long maxWaitNs) {
        long startNs = clock.nowNs();
        clock.heldUp(startNs - lastPollNs);
        watchChanged();
        long waitNs = Math.max(0, maxWaitNs);
        for (Session session : polled) {
            waitNs = Math.min(waitNs, Math.max(0, session.untilNextNs(startNs)));
        }
        boolean isReady = poller.await(waitNs);
        long wokenNs = clock.nowNs();
        clock.heldUp(isReady ? 0 : wokenNs - startNs - waitNs);
        waker.reset();
        for (int i = 0; i < polled.size(); i++) {
            Session session = polled.get(i);
            boolean isEmpty = !isReady || session.read(poller.hasReplies(i + 1), poller.hasErrors(i + 1), BATCHES_MAX);
            if (isEmpty) {
                session.endOverdue(wokenNs);
            }
            tellFacts(session, wokenNs, FACTS_NS);
        }
        lastPollNs = clock.nowNs();
    }

    /** Ends the wait of {@link #poll}, from any thread. */
    public void wake() {
        waker.wake();
    }

    /** Ends the sessions of other paths than these; what waits in them is not measured. */
    public void keepOnly(Set<String> pathIds) {
        List.copyOf(sessions.values()).stream()
                .filter(session -> !pathIds.contains(session.target().pathId()))
                .forEach(this::forget);
    }

    /** Ends everything because the program stops: what waits is not measured, what is held back is lost. */
    public void stop() {
        keepOnly(Set.of());
    }

    /** Closes the sockets. */
    @Override
    public void close() {
        sessions.values().forEach(Session::close);
        waker.close();
    }

    private @Nullable Session open(SessionTarget target) {
        if (sessions.size() >= SESSIONS_MAX) {
            return null;
        }
        // Longer than what is sent: a reflector of TWAMP Light may not cut the padding (RFC 5357, 4.2.1).
        UdpSocketSettings how = new UdpSocketSettings(
                PacketCodec.BYTES_MAX + 1, BATCH, RECEIVE_BUFFER_BYTES, true, target.dscp() << DSCP_SHIFT);
        if (UdpSocket.connect(target.reflector(), how) instanceof UdpSocketOpening.Opened opened) {
            Session session = new Session(target, opened.socket(), 1 + random.nextInt(SESSION_ID_MAX), clock);
            sessions.put(target.pathId(), session);
            isChanged = true;
            return session;
        }
        return null;
    }

    private void forget(Session session) {
        session.end(Outcome.NotMeasuredReason.STOPPING);
        tellFacts(session, clock.nowNs(), 0);
        session.close();
        sessions.remove(session.target().pathId());
        isChanged = true;
        watchChanged();
    }

    private void watchChanged() {
        if (isChanged) {
            isChanged = false;
            polled = List.copyOf(sessions.values());
            List<Pollable> all = new ArrayList<>(List.of(waker));
            polled.forEach(session -> all.add(session.socket()));
            poller = new SocketPoller(all);
        }
    }

    private void tellFacts(Session session, long nowNs, long periodNs) {
        List<Reading> readings = session.takeFigures(nowNs, periodNs);
        if (!readings.isEmpty()) {
            facts.accept(PathFacts.of(session.target().pathId(), nowNs, readings));
        }
    }
}
