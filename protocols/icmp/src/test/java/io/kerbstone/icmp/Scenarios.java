package io.kerbstone.icmp;

import io.kerbstone.linux.Family;
import io.kerbstone.linux.IcmpSocketSettings.Wanted;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Outcome.NotMeasuredReason;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What runs inside a {@link Namespace}: a failed check ends the program with code 1. */
final class Scenarios {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final int PAYLOAD = 56;
    private static final MonotonicClock CLOCK = MonotonicClock.SYSTEM;

    private final List<Observation> seen = new ArrayList<>();
    private final IcmpProber prober;

    private Scenarios(ProberSettings settings) {
        this(settings, CLOCK);
    }

    private Scenarios(ProberSettings settings, MonotonicClock clock) {
        prober = ((ProberOpening.Opened) IcmpProber.open(settings, clock, WallClock.SYSTEM)).prober();
    }

    public static void main(String[] args) {
        switch (args[0]) {
            case "silence" -> silence();
            case "answers" -> answers();
            case "manyInFlight" -> manyInFlight();
            case "starved" -> starved();
            case "router" -> router();
            case "datagram" -> datagram();
            case "codePoints" -> codePoints();
            case "refused" -> refused();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Nothing comes: lost, not before the waiting time and not much after it. */
    private static void silence() {
        Scenarios s = new Scenarios(small());
        long before = CLOCK.nowNs();
        s.send("127.0.0.1", 150 * MS);
        s.send("127.0.0.1", 400 * MS);
        s.send("127.0.0.1", 200 * MS);
        s.pollUntilIdle();
        check(CLOCK.nowNs() - before >= 400 * MS, "ended before the waiting time");
        check(s.seen.size() == 3, "three observations, but " + s.seen);
        for (Observation o : s.seen) {
            check(o.outcome().equals(new Outcome.Lost(LossReason.TIMEOUT)), o);
            check(o.sentAtNs() - before >= 0 && o.sentAtNs() - before < 10 * SECOND, o);
        }
        check(s.prober.counters().timedOut() == 3, s.prober.counters());

        s.send("127.0.0.1", SECOND);
        s.seen.clear();
        s.prober.stop(s.seen::add);
        check(s.seen.get(0).outcome().equals(new Outcome.NotMeasured(NotMeasuredReason.STOPPING)), s.seen);
        check(s.prober.inFlight() == 0 && s.prober.counters().stopped() == 1, s.prober.counters());
    }

    /** A responder that answers twice, late, from elsewhere, with other content, and cut short. */
    private static void answers() {
        for (int payload : List.of(PAYLOAD, 16, 15, 9, 8, 3, 0, 1_472)) {
            Scenarios s = new Scenarios(small().withMaxInFlight(2));
            Responder responder = new Responder();

            s.send("127.0.0.1", SECOND, payload);
            responder.take();
            responder.reply(0);
            responder.reply(0);
            s.pollUntilIdle();
            s.prober.poll(0, s.seen::add);
            check(s.last() instanceof Outcome.Replied, s.seen);
            check(s.prober.counters().duplicate() == 1, s.prober.counters());

            s.send("127.0.0.1", 100 * MS, payload);
            responder.take();
            s.pollUntilIdle();
            responder.reply(0);
            s.prober.poll(SECOND, s.seen::add);
            check(s.last().equals(new Outcome.Lost(LossReason.TIMEOUT)), s.seen);
            check(s.prober.counters().late() == 1, s.prober.counters());
            check(
                    s.prober.takePathCounts().equals(Map.of("127.0.0.1", new PathCounts.Count(1, 1, 0))),
                    "late and duplicate by path");
            check(s.prober.takePathCounts().isEmpty(), "taken once");

            s.send("127.0.0.2", 100 * MS, payload);
            responder.take();
            responder.reply(0);
            s.pollUntilIdle();
            // Without room for the nonce nothing says that a reply from elsewhere is about us.
            int fromElsewhere = payload >= Long.BYTES ? 1 : 0;
            check(s.last().equals(lost(fromElsewhere == 1)), s.seen);
            check(s.prober.counters().invalidReplies() == fromElsewhere, s.prober.counters());

            s.send("127.0.0.1", 100 * MS, payload);
            responder.take();
            responder.replyCut();
            s.pollUntilIdle();
            check(s.last().equals(new Outcome.Lost(LossReason.INVALID_REPLY)), payload + ": " + s.seen);
            check(s.prober.counters().invalidReplies() == fromElsewhere + 1, s.prober.counters());

            check(s.prober.counters().late() == 1, s.prober.counters());
            if (payload > 0) {
                s.send("127.0.0.1", SECOND, payload);
                responder.take();
                responder.reply(payload - 1);
                s.prober.poll(20 * MS, s.seen::add);
                responder.reply(0);
                s.pollUntilIdle();
                check(s.last() instanceof Outcome.Replied, "the right reply after a wrong one: " + s.seen);
                check(s.prober.counters().invalidReplies() == fromElsewhere + 2, s.prober.counters());
            }
            check(s.prober.counters().droppedByKernel() == 0, s.prober.counters());
            s.prober.close();
            responder.close();
        }
        lateAfterReuse();
    }

    /** The slot of a late reply has gone on to another probe: it must not answer that one. */
    private static void lateAfterReuse() {
        Scenarios s = new Scenarios(small().withMaxInFlight(2));
        Responder responder = new Responder();
        s.send("127.0.0.1", MS);
        responder.take();
        s.pollUntilIdle();
        s.send("127.0.0.1", 200 * MS);
        s.send("127.0.0.1", 200 * MS);
        s.seen.clear();
        responder.reply(0);
        s.prober.poll(100 * MS, s.seen::add);
        check(s.seen.isEmpty() && s.prober.counters().late() == 1, s.seen + " " + s.prober.counters());
        s.pollUntilIdle();
        check(s.seen.size() == 2 && s.last().equals(new Outcome.Lost(LossReason.TIMEOUT)), s.seen);
    }

    /** More in flight than a 16-bit sequence tells apart, and still each reply finds its own probe. */
    private static void manyInFlight() {
        Scenarios s = new Scenarios(small().withMaxInFlight(1 << 17));
        InetAddress target = InetAddress.getLoopbackAddress();
        int silent = 70_000;
        for (int i = 0; i < silent; i++) {
            check(s.prober.send("silent", target, TypeP.USUAL, 60 * SECOND, CLOCK.nowNs(), s.seen::add), "not sent");
        }
        s.prober.poll(0, s.seen::add);
        check(s.prober.inFlight() == silent && s.seen.isEmpty(), s.prober.inFlight());
        Responder responder = new Responder();
        int answered = 5_000;
        for (int i = 0; i < answered; i++) {
            s.prober.send("answered" + i, target, TypeP.USUAL, 60 * SECOND, CLOCK.nowNs(), s.seen::add);
            s.prober.flush(s.seen::add);
            responder.take();
            responder.reply(0);
            while (s.seen.size() == i) {
                s.prober.poll(SECOND, s.seen::add);
            }
            check(s.seen.get(i).pathId().equals("answered" + i), s.seen.get(i));
        }
        check(s.prober.inFlight() == silent, s.prober.inFlight());
        check(s.prober.counters().late() + s.prober.counters().duplicate() == 0, s.prober.counters());
        s.seen.clear();
        s.prober.stop(s.seen::add);
        check(s.seen.size() == silent && s.prober.inFlight() == 0, s.seen.size());
    }

    /** The program was away for half the waiting time: nobody knows whether the network lost the reply. */
    private static void starved() {
        AtomicLong jumpNs = new AtomicLong();
        Scenarios s = new Scenarios(small(), () -> CLOCK.nowNs() + jumpNs.get());
        s.send("127.0.0.1", 10 * SECOND);
        s.prober.poll(0, s.seen::add);
        jumpNs.addAndGet(4 * SECOND);
        s.prober.poll(0, s.seen::add);
        check(s.seen.isEmpty(), s.seen);
        jumpNs.addAndGet(7 * SECOND);
        s.prober.poll(0, s.seen::add);
        check(s.last().equals(new Outcome.NotMeasured(NotMeasuredReason.STARVED)), s.seen);
        check(s.prober.counters().starved() == 1, s.prober.counters());
        check(s.prober.counters().heldUpNs() >= 10 * SECOND, s.prober.counters());
        check(s.prober.takePathCounts().equals(Map.of("127.0.0.1", new PathCounts.Count(0, 0, 1))), "starved by path");
        s.send("127.0.0.1", 100 * MS);
        s.pollUntilIdle();
        check(s.last().equals(new Outcome.Lost(LossReason.TIMEOUT)), s.seen);
    }

    /** Every kind of answer a network gives, by both kinds of socket and in both families. */
    private static void router() {
        Map<Integer, Outcome> expected = Map.of(
                78, new Outcome.Lost(LossReason.UNREACHABLE),
                79, new Outcome.Lost(LossReason.PROHIBITED),
                80, new Outcome.Lost(LossReason.TIMEOUT),
                81, new Outcome.Lost(LossReason.TTL_EXCEEDED),
                99, new Outcome.NotMeasured(NotMeasuredReason.NOT_SENT));
        // No more than this: a Linux router says "unreachable" to one peer five times at once, then once a second.
        for (Wanted wanted : List.of(Wanted.RAW, Wanted.DATAGRAM)) {
            Scenarios s = new Scenarios(small().withSocket(wanted));
            for (String form : List.of("10.%d.0.9", "fd%d::9")) {
                expected.forEach((network, outcome) -> s.sendTwo(form, network, outcome));
            }
            check(s.prober.counters().foreign() == 0, s.prober.counters());
            s.prober.close();
        }
    }

    /** One probe with the expected outcome, and one to a network that answers: the first must not hinder the second. */
    private void sendTwo(String form, int network, Outcome expected) {
        String good = String.format(form, 77);
        send(String.format(form, network), 300 * MS);
        send(good, 10 * SECOND);
        pollUntilIdle();
        String all = form + " " + expected + " " + seen + " " + prober.counters();
        check(seen.size() == 2, all);
        for (Observation o : seen) {
            boolean right = o.pathId().equals(good)
                    ? o.outcome() instanceof Outcome.Replied
                    : o.outcome().equals(expected);
            check(right, all);
        }
        seen.clear();
    }

    /** Without privilege, where the kernel allows it. */
    private static void datagram() {
        Scenarios s = new Scenarios(small().withMaxInFlight(1 << 17));
        for (Family family : Family.values()) {
            String said = s.prober.sockets().get(family).sentence();
            check(said.startsWith("DATAGRAM") && said.contains("ping_group_range"), said);
        }
        for (int payload : List.of(PAYLOAD, 0, 7, 15)) {
            s.send("127.0.0.1", 10 * SECOND, payload);
            s.send("::1", 10 * SECOND, payload);
        }
        s.pollUntilIdle();
        check(s.seen.size() == 8, s.seen);
        check(s.seen.stream().allMatch(o -> o.outcome() instanceof Outcome.Replied), s.seen);
        // The kernel begins to stamp a moment after the first socket asked for it.
        long without;
        do {
            without = s.prober.counters().withoutReceiveStamp();
            s.send("127.0.0.1", 10 * SECOND);
            s.pollUntilIdle();
        } while (s.prober.counters().withoutReceiveStamp() != without && s.seen.size() < 100_000);
        check(s.seen.size() < 100_000, s.prober.counters());
    }

    /** What a capture on the way sees of the code point, by both kinds of socket and in both families. */
    private static void codePoints() {
        List<Integer> expected = new ArrayList<>();
        try (Capture capture = new Capture("lo", "icmp[0] == 8 or icmp6[0] == 128", 16)) {
            for (Wanted wanted : List.of(Wanted.RAW, Wanted.DATAGRAM)) {
                Scenarios s = new Scenarios(small().withSocket(wanted));
                for (String target : List.of("127.0.0.1", "::1")) {
                    InetAddress address = Targets.parse(target).addresses().get(0);
                    // Without a flush in between: a change of the code point must not reach what waits to be sent.
                    for (int dscp : List.of(0, 46, 46, 63)) {
                        check(
                                s.prober.send(target, address, new TypeP(0, dscp), SECOND, CLOCK.nowNs(), s.seen::add),
                                s.seen);
                        expected.add(dscp);
                    }
                    s.prober.flush(s.seen::add);
                }
                s.pollUntilIdle();
                s.prober.close();
            }
            List<Integer> onTheWire = capture.packets().stream()
                    .map(Capture.Packet::trafficClass)
                    .map(trafficClass -> trafficClass >>> 2)
                    .toList();
            check(onTheWire.equals(expected), onTheWire + " is not " + expected);
        }
    }

    /** Neither the capability nor the range. */
    private static void refused() {
        ProberOpening opening = IcmpProber.open(small(), CLOCK, WallClock.SYSTEM);
        check(opening instanceof ProberOpening.Unavailable, opening);
        String sentence = ((ProberOpening.Unavailable) opening).sentence();
        check(sentence.contains("CAP_NET_RAW") && sentence.contains("ping_group_range"), sentence);
    }

    private static Outcome lost(boolean invalid) {
        return new Outcome.Lost(invalid ? LossReason.INVALID_REPLY : LossReason.TIMEOUT);
    }

    private static ProberSettings small() {
        return ProberSettings.DEFAULT.withMaxInFlight(1_024);
    }

    private void send(String target, long waitingTimeNs) {
        send(target, waitingTimeNs, PAYLOAD);
    }

    private void send(String target, long waitingTimeNs, int payload) {
        InetAddress address = Targets.parse(target).addresses().get(0);
        prober.send(target, address, new TypeP(payload, 0), waitingTimeNs, CLOCK.nowNs(), seen::add);
        prober.flush(seen::add);
    }

    private void pollUntilIdle() {
        while (prober.inFlight() > 0) {
            prober.poll(SECOND, seen::add);
        }
    }

    private Outcome last() {
        return seen.get(seen.size() - 1).outcome();
    }

    private static void check(boolean right, Object otherwise) {
        if (!right) {
            throw new AssertionError(String.valueOf(otherwise));
        }
    }
}
