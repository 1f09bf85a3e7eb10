package io.kerbstone.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.icmp.InFlight.State;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final InetAddress TARGET = InetAddress.getLoopbackAddress();

    @Test
    void shouldBeFullExactlyAtItsCapacityWhenProbesWait() {
        InFlight table = new InFlight(8);
        Set<Long> numbers = new HashSet<>();
        for (int round = 0; round < 5; round++) {
            List<Integer> slots = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                assertFalse(table.isFull());
                int slot = start(table, i);
                assertTrue(numbers.add(table.number(slot)), "a number came again");
                slots.add(slot);
            }
            assertTrue(table.isFull());
            assertEquals(8, table.size());
            slots.forEach(slot -> table.end(slot, State.REPLIED));
            assertEquals(0, table.size());
        }
    }

    @Test
    void shouldUseAFreeSlotAsLateAsPossibleWhenOthersAreFree() {
        InFlight table = new InFlight(4);
        int first = start(table, 1);
        table.end(first, State.UNANSWERED);
        for (int i = 0; i < 3; i++) {
            int slot = start(table, 1);
            assertNotEquals(first, slot);
            table.end(slot, State.REPLIED);
        }
        assertEquals(State.UNANSWERED, table.state(first));
        assertEquals(first, start(table, 1));
    }

    @Test
    void shouldFindAProbeByTheBitsThatCameWhenTheyAreFewerThanItsNumber() {
        InFlight table = new InFlight(1 << 17);
        assertEquals(InFlight.NO_SLOT, table.find(3, 16));
        assertEquals(InFlight.NO_SLOT, table.findExactly(3));
        int slot = 0;
        for (int i = 0; i < 70_000; i++) {
            slot = start(table, i);
        }
        long number = table.number(slot);
        assertEquals(slot, table.findExactly(number));
        assertEquals(slot, table.find(number & 0xFFFF_FFFFL, 32));
        assertEquals(InFlight.NO_SLOT, table.findExactly(number + (1 << 17)));
        assertEquals(InFlight.NO_SLOT, table.findExactly(-1));
        int bySixteen = table.find(number & 0xFFFF, 16);
        assertEquals(number & 0xFFFF, table.number(bySixteen) & 0xFFFF);
    }

    @Test
    void shouldTellAddressesApartWhenTheyDifferInOneBit() throws Exception {
        InFlight table = new InFlight(2);
        int slot = table.reserve("p", InetAddress.getByName("2001:db8:1:2:3:4:5:6"), 0, 1);
        assertTrue(table.isFor(slot, 0x2001_0db8_0001_0002L, 0x0003_0004_0005_0006L));
        assertFalse(table.isFor(slot, 0x2001_0db8_0001_0003L, 0x0003_0004_0005_0006L));
        int four = table.reserve("p", InetAddress.getByName("255.1.2.3"), 0, 1);
        assertTrue(table.isFor(four, 0, 0xFF01_0203L));
    }

    @Test
    void shouldStopWhenASlotIsEndedTwice() {
        InFlight table = new InFlight(2);
        int slot = start(table, 1);
        table.end(slot, State.REPLIED);
        assertThrows(IllegalStateException.class, () -> table.end(slot, State.REPLIED));
    }

    @Test
    void shouldGiveTheSameOrderAsASortedSetWhenDeadlinesComeAndGo() {
        long seed = Long.getLong("seed", 42);
        Random random = new Random(seed);
        DeadlineHeap heap = new DeadlineHeap(200);
        long[] deadline = new long[200];
        TreeSet<Integer> oracle = new TreeSet<>(
                Comparator.<Integer>comparingLong(slot -> deadline[slot]).thenComparing(Comparator.naturalOrder()));
        for (int step = 0; step < 20_000; step++) {
            int slot = random.nextInt(200);
            if (oracle.contains(slot)) {
                oracle.remove(slot);
                heap.remove(slot);
            } else {
                deadline[slot] = Long.MAX_VALUE - 500 + random.nextInt(400);
                oracle.add(slot);
                heap.add(slot, deadline[slot]);
            }
            assertEquals(oracle.size(), heap.size(), "seed " + seed);
            if (!oracle.isEmpty()) {
                assertEquals(deadline[oracle.first()], heap.deadlineNs(heap.earliest()), "seed " + seed);
            }
        }
    }

    private static int start(InFlight table, int waitingNs) {
        int slot = table.reserve("p", TARGET, 56, waitingNs);
        table.sent(slot, 0, 1, 0);
        return slot;
    }
}
