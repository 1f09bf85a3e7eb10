package io.kerbstone.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.stamp.LossDirections.Direction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Virtual time: a network with a known fate for each packet, a reflector that counts, and what the sender makes of it. */
final class LossDirectionsTest {
    private static final long MS = 1_000_000;
    private static final long WAITING_NS = 100 * MS;
    private static final long HOLD_NS = 1_000 * MS;

    private final long seed = Long.getLong("kerbstone.seed", System.identityHashCode(this));

    @Test
    void shouldTellEachDirectionExactlyWhenTheNetworkKeepsTheOrder() {
        for (int round = 0; round < 80; round++) {
            World world = new World(new Random(seed + round), 1_000);
            world.forwardLoss = 0.05 * (round % 3);
            world.returnLoss = 0.05 * (round % 4);
            world.run(400, 10 * MS);
            world.assertCounts("seed " + (seed + round));
            world.assertExactWhereOneDirectionOnly("seed " + (seed + round));
        }
    }

    @Test
    void shouldCountEachDirectionRightAmongOvertakenAndDoubledPackets() {
        for (int round = 0; round < 120; round++) {
            World world = new World(new Random(seed + round), 1_000);
            world.forwardLoss = round % 2 == 0 ? 0.05 : 0;
            world.returnLoss = round % 2 == 0 ? 0 : 0.05;
            world.jitterNs = round % 3 == 0 ? 0 : 25 * MS;
            world.returnDoubled = 0.05;
            world.forwardDoubled = round % 2 == 0 ? 0.02 : 0;
            world.run(400, 10 * MS);
            world.assertCounts("seed " + (seed + round));
            world.assertAllRight("seed " + (seed + round));
        }
    }

    @Test
    void shouldNeverCallALossByTheWrongNameAcrossRestarts() {
        for (int round = 0; round < 80; round++) {
            World world = new World(new Random(seed + round), 1_000);
            world.forwardLoss = round % 2 == 0 ? 0.05 : 0;
            world.returnLoss = round % 2 == 0 ? 0 : 0.05;
            world.restarts = 0.01;
            world.run(600, 10 * MS);
            world.assertNoneWrong("seed " + (seed + round));
            assertTrue(world.told.size() > 0);
        }
    }

    @Test
    void shouldGoOnAcrossTheWrapOfTheNumbers() {
        World world = new World(new Random(seed), (1L << 32) - 100);
        world.firstNumber = 0;
        world.forwardLoss = 0.1;
        world.run(400, 10 * MS);
        world.assertCounts("seed " + seed);
        World reflectorWraps = new World(new Random(seed), 1_000);
        reflectorWraps.firstNumber = -50;
        reflectorWraps.returnLoss = 0.1;
        reflectorWraps.run(400, 10 * MS);
        reflectorWraps.assertNoneWrong("seed " + seed);
        assertTrue(reflectorWraps.count(Direction.RETURN) > 20, "after the first answer");
    }

    @Test
    void shouldTellBothCountsOfOneGapAndCallTheEarlierForward() {
        List<String> told = new ArrayList<>();
        LossDirections directions =
                new LossDirections(1, WAITING_NS, (sequence, way) -> told.add(sequence + " " + way));
        for (int sequence = 1; sequence <= 5; sequence++) {
            directions.sent(sequence, sequence * WAITING_NS);
        }
        directions.sent(6, 7 * WAITING_NS);
        directions.answered(1, 0, 0);
        for (int sequence = 2; sequence <= 4; sequence++) {
            directions.unanswered(sequence, (sequence + 1) * WAITING_NS);
        }
        directions.answered(5, 3, 0);
        directions.answered(6, 4, 0);
        directions.judge(8 * WAITING_NS);
        assertEquals(List.of("2 FORWARD", "3 RETURN", "4 RETURN"), told);
        assertFalse(directions.isPending());
    }

    @Test
    void shouldWaitUntilNoOvertakingCanChangeTheCounts() {
        List<String> told = new ArrayList<>();
        LossDirections directions =
                new LossDirections(1, WAITING_NS, (sequence, way) -> told.add(sequence + " " + way));
        directions.sent(1, 0);
        directions.sent(2, 10 * MS);
        directions.sent(3, 20 * MS);
        directions.answered(1, 0, 0);
        directions.answered(3, 1, 0);
        directions.unanswered(2, 110 * MS);
        directions.judge(110 * MS);
        assertEquals(List.of(), told, "2 may have been overtaken by 3");
        directions.sent(4, 120 * MS);
        directions.answered(4, 3, 0);
        directions.judge(130 * MS);
        assertEquals(List.of(), told, "something may be on its way back");
        directions.judge(220 * MS);
        assertEquals(List.of("2 RETURN"), told, "it was: the reflector counted three before 4");
    }

    @Test
    void shouldSayNothingOfAStatelessReflector() {
        World world = new World(new Random(seed), 1_000);
        world.isStateless = true;
        world.forwardLoss = 0.1;
        world.returnLoss = 0.1;
        world.run(400, 10 * MS);
        assertEquals(LossDirections.Kind.STATELESS, world.directions.kind());
        assertEquals(world.told.size(), world.count(Direction.UNKNOWN));
        assertEquals(world.truth.size(), world.told.size());
    }

    @Test
    void shouldTakeErrorsOutOfTheCountAndLeaveTheUnjudgeableOut() {
        List<String> told = new ArrayList<>();
        LossDirections directions =
                new LossDirections(1, WAITING_NS, (sequence, way) -> told.add(sequence + " " + way));
        for (int sequence = 1; sequence <= 8; sequence++) {
            directions.sent(sequence, sequence * WAITING_NS);
        }
        directions.answered(1, 0, 0);
        directions.refused(2);
        directions.unanswered(3, 0);
        directions.answered(4, 2, 0);
        directions.settled(5);
        directions.unanswered(6, 0);
        directions.answered(7, 4, 0);
        directions.answered(8, 5, 0);
        directions.judge(10 * WAITING_NS);
        assertEquals(List.of("3 RETURN", "6 RETURN"), told, "one of 5 and 6 arrived: by order the later");
    }

    @Test
    void shouldGiveUpAfterTheHoldAndAtTheBound() {
        List<String> told = new ArrayList<>();
        LossDirections directions =
                new LossDirections(1, WAITING_NS, (sequence, way) -> told.add(sequence + " " + way));
        directions.sent(1, 0);
        directions.unanswered(1, 100 * MS);
        directions.expire(99 * MS);
        assertTrue(told.isEmpty());
        directions.expire(101 * MS);
        assertEquals(List.of("1 UNKNOWN"), told);
        for (int sequence = 2; sequence < LossDirections.PACKETS_MAX + 3; sequence++) {
            directions.sent(sequence, 0);
            directions.unanswered(sequence, 0);
        }
        assertEquals(LossDirections.PACKETS_MAX, told.size(), "those remembered when the bound was met");
    }

    /** One seed's history. */
    private static final class World {
        private final Random random;
        private final long first;
        private final Map<Long, Direction> truth = new TreeMap<>();
        private final Map<Long, Direction> told = new TreeMap<>();
        private final LossDirections directions;
        private double forwardLoss;
        private double returnLoss;
        private double forwardDoubled;
        private double returnDoubled;
        private double restarts;
        private long jitterNs;
        private boolean isStateless;
        private int firstNumber;

        private World(Random random, long first) {
            this.random = random;
            this.first = first;
            directions = new LossDirections(first, WAITING_NS, told::put);
        }

        private record Event(long atNs, int what, long sequence, int number) {}

        private static final int SENT = 0;
        private static final int ARRIVED = 1;
        private static final int ANSWERED = 2;
        private static final int OVER = 3;

        void run(int packets, long gapNs) {
            PriorityQueue<Event> events = new PriorityQueue<>((a, b) -> Long.compare(a.atNs, b.atNs));
            for (int i = 0; i < packets; i++) {
                events.add(new Event(i * gapNs, SENT, first + i, 0));
            }
            int reflector = firstNumber;
            List<Long> answered = new ArrayList<>();
            long nowNs = 0;
            while (!events.isEmpty()) {
                Event event = events.poll();
                nowNs = event.atNs;
                switch (event.what) {
                    case SENT -> {
                        directions.sent(event.sequence, nowNs);
                        events.add(new Event(nowNs + WAITING_NS, OVER, event.sequence, 0));
                        // The ends are kept whole, so that every loss lies between two answered packets.
                        boolean isInside = event.sequence >= first + 2 && event.sequence < first + packets - 20;
                        if (isInside && random.nextDouble() < forwardLoss) {
                            truth.put(event.sequence, Direction.FORWARD);
                            break;
                        }
                        events.add(new Event(nowNs + 5 * MS + jitter(), ARRIVED, event.sequence, isInside ? 1 : 0));
                        if (isInside && random.nextDouble() < forwardDoubled) {
                            events.add(new Event(nowNs + 5 * MS + jitter(), ARRIVED, event.sequence, 0));
                        }
                    }
                    case ARRIVED -> {
                        if (random.nextDouble() < restarts) {
                            reflector = firstNumber;
                        }
                        int number = isStateless ? (int) event.sequence : reflector;
                        reflector++;
                        if (event.number == 1 && random.nextDouble() < returnLoss) {
                            truth.put(event.sequence, Direction.RETURN);
                            break;
                        }
                        events.add(new Event(nowNs + 5 * MS + jitter(), ANSWERED, event.sequence, number));
                        if (random.nextDouble() < returnDoubled) {
                            events.add(new Event(nowNs + 6 * MS + jitter(), ANSWERED, event.sequence, number));
                        }
                    }
                    case ANSWERED -> {
                        answered.add(event.sequence);
                        directions.answered(event.sequence, event.number, nowNs);
                    }
                    default -> {
                        if (!answered.contains(event.sequence)) {
                            directions.unanswered(event.sequence, nowNs);
                        }
                    }
                }
                directions.judge(nowNs);
                directions.expire(nowNs - HOLD_NS);
            }
            directions.expire(nowNs + 1);
        }

        private long jitter() {
            return jitterNs == 0 ? 0 : random.nextLong(jitterNs);
        }

        long count(Direction direction) {
            return told.values().stream().filter(direction::equals).count();
        }

        void assertCounts(String context) {
            Map<Direction, Long> wanted = new EnumMap<>(Direction.class);
            truth.values().forEach(way -> wanted.merge(way, 1L, Long::sum));
            Map<Direction, Long> got = new EnumMap<>(Direction.class);
            told.values().forEach(way -> got.merge(way, 1L, Long::sum));
            assertEquals(wanted, got, context);
            assertEquals(truth.keySet(), told.keySet(), context);
        }

        void assertAllRight(String context) {
            assertEquals(truth, told, context);
        }

        void assertNoneWrong(String context) {
            assertEquals(truth.keySet(), told.keySet(), context);
            told.forEach((sequence, way) -> assertTrue(
                    way == Direction.UNKNOWN || way == truth.get(sequence), context + ", packet " + sequence));
        }

        /** Where a run of lost packets was lost in one direction alone, each has the right name. */
        void assertExactWhereOneDirectionOnly(String context) {
            for (Map.Entry<Long, Direction> loss : truth.entrySet()) {
                long from = loss.getKey();
                long to = loss.getKey();
                while (truth.containsKey(from - 1)) {
                    from--;
                }
                while (truth.containsKey(to + 1)) {
                    to++;
                }
                boolean isOne = true;
                for (long s = from; s <= to; s++) {
                    isOne &= truth.get(s) == loss.getValue();
                }
                if (isOne) {
                    assertEquals(loss.getValue(), told.get(loss.getKey()), context + ", packet " + loss.getKey());
                }
            }
        }
    }
}
