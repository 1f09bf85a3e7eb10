package io.kerbstone.icmp;

import io.kerbstone.linux.Family;
import io.kerbstone.linux.IcmpSocket;
import io.kerbstone.linux.IcmpSocketOpening;
import io.kerbstone.linux.IcmpSocketSettings;
import io.kerbstone.linux.Scheduling;
import io.kerbstone.linux.SocketPoller;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Measures round-trip delay and loss by ICMP echo. Every {@link #send} ends as exactly one {@link Observation}, handed
 * to the consumer of that call or of a later {@link #poll}: replied, lost with the reason, or not measured with the
 * reason. No hidden retries.
 *
 * <p>A delay is the difference of two kernel stamps, mapped to the monotonic clock, so that neither a pause of this
 * program nor a step of the wall clock gets into it. Its error bound covers the stamps: tens of nanoseconds with send
 * stamps of the kernel, half the duration of the system call without. What a packet waits in this machine's transmit
 * queue after the stamp belongs to the path.
 *
 * <p>Owned by one thread, which should come back to {@link #poll} at least every {@link Starvation#LEAST_NS 50 ms}:
 * replies keep in the kernel meanwhile, but silence longer than half a probe's waiting time makes that probe not
 * measured instead of lost.
 */
public final class IcmpProber implements AutoCloseable {
    /** Longest waiting time of a probe. */
    public static final long MOST_WAITING_TIME_NS = 60_000_000_000L;

    /** Most batches read in one {@link #poll}, so that it ends whatever comes in. */
    static final int MOST_BATCHES = 256;

    private static final int BATCH = 64;

    private final ProberSettings settings;
    private final MonotonicClock monotonic;
    private final Map<Family, SocketReport> sockets;
    private final List<IcmpSocket> polled = new ArrayList<>();
    private final Map<Family, SendQueue> queues = new EnumMap<>(Family.class);
    private final List<SendQueue> allQueues;
    private final SocketPoller poller;
    private final InFlight table;
    private final ProbeNumbers numbers = new ProbeNumbers(new SecureRandom());
    private final Counts counts = new Counts();
    private final Starvation starvation = new Starvation();
    private final EchoMatcher matcher;
    private final int[] dropsSeen;
    private long lastPollNs;

    private IcmpProber(
            ProberSettings settings,
            Map<Family, SocketReport> reports,
            List<IcmpSocket> opened,
            MonotonicClock monotonic,
            WallClock wall) {
        this.settings = settings;
        this.monotonic = monotonic;
        sockets = reports;
        for (IcmpSocket socket : opened) {
            polled.add(socket);
            numbers.prepare(socket);
        }
        poller = new SocketPoller(polled);
        dropsSeen = new int[polled.size()];
        table = new InFlight(settings.maxInFlight());
        matcher = new EchoMatcher(numbers, table, counts, starvation, monotonic, wall);
        for (IcmpSocket socket : opened) {
            queues.put(
                    socket.family(),
                    new SendQueue(socket, table, numbers, matcher.sendKeys(), counts, starvation, monotonic));
        }
        allQueues = List.copyOf(queues.values());
        lastPollNs = monotonic.nowNs();
    }

    /** What became of the socket of one family. */
    public record SocketReport(boolean open, String sentence) {}

    /** Opens sockets of both families; one is enough to work with. */
    public static ProberOpening open(ProberSettings settings, MonotonicClock monotonic, WallClock wall) {
        IcmpSocketSettings how = new IcmpSocketSettings(
                IcmpSocketSettings.Role.PROBER,
                settings.socket(),
                settings.maxPayloadBytes(),
                BATCH,
                settings.receiveBufferBytes(),
                settings.sendStamps());
        Map<Family, SocketReport> reports = new EnumMap<>(Family.class);
        List<IcmpSocket> opened = new ArrayList<>();
        for (Family family : Family.values()) {
            IcmpSocketOpening opening = IcmpSocket.open(family, how);
            if (opening instanceof IcmpSocketOpening.Opened o) {
                opened.add(o.socket());
                reports.put(
                        family,
                        new SocketReport(
                                true, o.socket().kind() + ": " + o.socket().whyThisKind()));
            } else if (opening instanceof IcmpSocketOpening.Refused r) {
                reports.put(family, new SocketReport(false, r.sentence()));
            }
        }
        return opened.isEmpty()
                ? new ProberOpening.Unavailable(sentences(reports))
                : new ProberOpening.Opened(new IcmpProber(settings, Map.copyOf(reports), opened, monotonic, wall));
    }

    private static String sentences(Map<Family, SocketReport> reports) {
        return reports.values().stream().map(SocketReport::sentence).distinct().collect(Collectors.joining("; "));
    }

    /** For each family whether it works, of which kind the socket is and why, in words. */
    public Map<Family, SocketReport> sockets() {
        return sockets;
    }

    /**
     * Sends one probe, at once or together with those that follow, at the latest with the next {@link #flush} or {@link
     * #poll}.
     *
     * @param pathId named in the observation
     * @param type its payload has at most {@link ProberSettings#maxPayloadBytes}
     * @param waitingTimeNs 1 to {@link #MOST_WAITING_TIME_NS}
     * @param dueNs when it should have been sent: the time of the observation if it is not
     * @param to gets the observation of this probe or of an earlier one when it was not sent
     * @return whether it was taken; false when its observation was handed over
     */
    public boolean send(
            String pathId, InetAddress target, TypeP type, long waitingTimeNs, long dueNs, Consumer<Observation> to) {
        if (waitingTimeNs < 1 || waitingTimeNs > MOST_WAITING_TIME_NS) {
            throw new IllegalArgumentException(
                    "waiting time of 1 to " + MOST_WAITING_TIME_NS + " ns: " + waitingTimeNs);
        }
        if (table.isFull()) {
            counts.inFlightFull++;
            return notSent(pathId, dueNs, Outcome.NotMeasuredReason.IN_FLIGHT_FULL, to);
        }
        SendQueue queue = queues.get(Family.of(target));
        boolean taken = queue != null
                && type.payloadBytes() <= settings.maxPayloadBytes()
                && queue.add(pathId, target, type, waitingTimeNs, dueNs, to);
        if (!taken) {
            counts.notSent++;
            return notSent(pathId, dueNs, Outcome.NotMeasuredReason.NOT_SENT, to);
        }
        return true;
    }

    /** Sends what {@link #send} has kept for company; observations of what the kernel refuses go to the consumer. */
    public void flush(Consumer<Observation> to) {
        for (SendQueue queue : allQueues) {
            queue.flush(to);
        }
    }

    /**
     * Reads what came, ends what is over, and waits for that at most so long.
     *
     * @param maxWaitNs 0 for no wait
     * @return how many observations were handed over; may be 0 before the wait is over
     */
    public int poll(long maxWaitNs, Consumer<Observation> to) {
        flush(to);
        long startNs = monotonic.nowNs();
        starvation.heldUp(startNs - lastPollNs);
        starvation.look(startNs, Scheduling::read);
        matcher.begin(to);
        long waitNs = Math.max(0, Math.min(maxWaitNs, untilEarliestEndNs(startNs)));
        boolean ready = poller.await(waitNs);
        long wokenNs = monotonic.nowNs();
        if (!ready) {
            starvation.heldUp(wokenNs - startNs - waitNs);
            matcher.emptied(startNs);
        }
        if (!ready || readAll(wokenNs)) {
            endOverdue(wokenNs);
        }
        lastPollNs = monotonic.nowNs();
        return matcher.handed();
    }

    /** Probes that wait now. */
    public int inFlight() {
        return table.size();
    }

    /** Most probes that can wait at once. */
    public int maxInFlight() {
        return table.capacity();
    }

    /** What was counted so far; for the owning thread. */
    public ProberCounters counters() {
        return counts.snapshot(starvation);
    }

    /** What happened on each path beside its observations since this was last called; for the owning thread. */
    public Map<String, PathCounts.Count> takePathCounts() {
        return matcher.pathCounts().take();
    }

    /** Ends every probe that waits as not measured, because the program stops; {@link #close} does not do that. */
    public void stop(Consumer<Observation> to) {
        flush(to);
        matcher.begin(to);
        for (int slot = table.earliest(); slot != InFlight.NO_SLOT; slot = table.earliest()) {
            matcher.endStopped(slot);
        }
    }

    /** Closes the sockets. */
    @Override
    public void close() {
        polled.forEach(IcmpSocket::close);
    }

    private static boolean notSent(
            String pathId, long dueNs, Outcome.NotMeasuredReason reason, Consumer<Observation> to) {
        to.accept(new Observation(pathId, dueNs, new Outcome.NotMeasured(reason)));
        return false;
    }

    private long untilEarliestEndNs(long nowNs) {
        int slot = table.earliest();
        return slot == InFlight.NO_SLOT ? Long.MAX_VALUE : table.deadlineNs(slot) - nowNs;
    }

    /** Whether everything that had come before {@code wokenNs} has been read. */
    private boolean readAll(long wokenNs) {
        boolean empty = true;
        for (int i = 0; i < polled.size(); i++) {
            empty &= readAll(polled.get(i), poller.hasReplies(i), poller.hasErrors(i));
        }
        if (empty) {
            matcher.emptied(wokenNs);
        }
        return empty;
    }

    private boolean readAll(IcmpSocket socket, boolean replies, boolean errors) {
        // Stamps of sending before replies, for the delay needs both.
        boolean empty = !errors || readErrors(socket);
        if (!replies) {
            return empty;
        }
        for (int i = 0; i < MOST_BATCHES; i++) {
            if (socket.readReplies(matcher) < BATCH) {
                return empty;
            }
            empty = readErrors(socket);
        }
        return false;
    }

    private boolean readErrors(IcmpSocket socket) {
        for (int i = 0; i < MOST_BATCHES; i++) {
            if (socket.readErrors(matcher) < BATCH) {
                return true;
            }
        }
        return false;
    }

    private void endOverdue(long nowNs) {
        if (untilEarliestEndNs(nowNs) > 0) {
            return;
        }
        noteDrops();
        for (int slot = table.earliest();
                slot != InFlight.NO_SLOT && table.deadlineNs(slot) - nowNs <= 0;
                slot = table.earliest()) {
            matcher.endUnanswered(slot);
        }
    }

    private void noteDrops() {
        for (int i = 0; i < dropsSeen.length; i++) {
            int drops = polled.get(i).droppedByKernel();
            if (drops != dropsSeen[i]) {
                counts.droppedByKernel += (drops - dropsSeen[i]) & 0xFFFF_FFFFL;
                starvation.dropped(MOST_WAITING_TIME_NS);
                dropsSeen[i] = drops;
            }
        }
    }
}
