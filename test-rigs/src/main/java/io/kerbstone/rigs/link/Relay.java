package io.kerbstone.rigs.link;

import io.kerbstone.linux.Errno;
import io.kerbstone.linux.PacketSlots;
import io.kerbstone.linux.SocketPoller;
import io.kerbstone.linux.ThreadPriority;
import io.kerbstone.linux.TunDevice;
import io.kerbstone.time.MonotonicClock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries packets between two devices and does to them what the {@link LinkPlan} says. One thread runs {@link #run} and
 * owns everything; others may only {@link #stop} it and, after it has ended, read what it counted. Nothing is allocated
 * for a packet. Unless it is gentle it never sleeps: it asks both devices over and over, so that a packet waits for a
 * few microseconds only before its delay begins, and is written within a few of when it is due.
 */
final class Relay implements Runnable {
    /** Most packets taken from one side before what is due is delivered. */
    private static final int MOST_READS = 8;

    /** What a sleeping thread needs to be awake again, generously: a gentle relay does not sleep so shortly. */
    private static final long WAKING_NS = 200_000;

    private static final long LONGEST_SLEEP_NS = 50_000_000;

    private final LinkPlan plan;
    private final MonotonicClock clock;
    private final Direction forward;
    private final Direction back;
    private final EchoBook echoes;
    private final @Nullable Trace trace;
    private final PacketSlots slots;
    private final DueQueue queue;
    private final SocketPoller poller;
    private final int[] freeSlots;
    private final int[] length;
    private final long[] number;
    private final long[] readNs;
    private final boolean[] isCopy;
    private final Direction[] direction;
    private final PacketKind[] kind;
    private final long[] echoKey;
    private final long[] givenThereNs;
    private int free;
    private volatile boolean stopping;
    private long startNs;
    private long endNs;

    Relay(LinkPlan plan, TunDevice near, TunDevice far, @Nullable Trace trace, MonotonicClock clock) {
        this.plan = plan;
        this.clock = clock;
        this.trace = trace;
        forward = new Direction("forward", near, far, new Fates(plan.forward(), plan.seed()));
        back = new Direction("return", far, near, new Fates(plan.back(), ~plan.seed()));
        echoes = new EchoBook(plan.waitingTimeNs());
        poller = new SocketPoller(List.of(near, far));
        // One more than may wait: the place into which the next packet is read.
        int count = plan.queuePackets() + 1;
        slots = new PacketSlots(count);
        queue = new DueQueue(count);
        freeSlots = new int[count];
        for (int i = 0; i < count; i++) {
            freeSlots[i] = i;
        }
        free = count;
        length = new int[count];
        number = new long[count];
        readNs = new long[count];
        isCopy = new boolean[count];
        direction = new Direction[count];
        kind = new PacketKind[count];
        echoKey = new long[count];
        givenThereNs = new long[count];
    }

    @Override
    public void run() {
        if (Runtime.getRuntime().availableProcessors() > 1) {
            // A busy machine shall not hold packets for longer than the plan says; the truth would tell, but prove
            // less.
            ThreadPriority.beforeOthers();
        }
        startNs = clock.nowNs();
        while (!stopping) {
            boolean busy = deliverDue();
            busy |= take(forward);
            busy |= take(back);
            if (!busy && plan.isGentle()) {
                sleep();
            }
        }
        endNs = clock.nowNs();
        if (trace != null) {
            trace.flush();
        }
    }

    /** Ends {@link #run} soon; what waits then stays counted as waiting. */
    void stop() {
        stopping = true;
    }

    Direction forward() {
        return forward;
    }

    Direction back() {
        return back;
    }

    Echoes echoes() {
        return echoes.figures();
    }

    long ranNs() {
        return endNs - startNs;
    }

    private boolean deliverDue() {
        boolean any = false;
        while (queue.size() > 0 && queue.firstDueNs() - clock.nowNs() <= 0) {
            deliver(queue.removeFirst());
            any = true;
        }
        return any;
    }

    private void deliver(int slot) {
        Direction way = direction[slot];
        Tally tally = way.tally(kind[slot]);
        long nowNs = clock.nowNs();
        long givenNs = nowNs - readNs[slot];
        if (kind[slot] == PacketKind.ECHO_REQUEST) {
            // Before the write, in which the far side answers already.
            echoes.requestDelivered(echoKey[slot], givenNs);
        }
        if (way.to.write(slots, slot, length[slot]) != 0) {
            tally.notWritten++;
            trace(slot, Trace.Fate.NOT_WRITTEN, givenNs);
        } else {
            delivered(slot, way, tally, nowNs, givenNs);
        }
        freeSlots[free++] = slot;
    }

    private void delivered(int slot, Direction way, Tally tally, long nowNs, long givenNs) {
        tally.delivered++;
        way.delays.add(givenNs);
        if (!isCopy[slot] && way.isOvertaken(number[slot])) {
            tally.reordered++;
        }
        if (kind[slot] == PacketKind.ECHO_REPLY) {
            echoes.replyDelivered(echoKey[slot], givenThereNs[slot], givenNs, nowNs);
        }
        trace(slot, isCopy[slot] ? Trace.Fate.COPY_DELIVERED : Trace.Fate.DELIVERED, givenNs);
    }

    /** Reads what is there, up to a bound; whether anything was. */
    private boolean take(Direction way) {
        for (int i = 0; i < MOST_READS; i++) {
            int slot = freeSlots[free - 1];
            int bytes = way.from.read(slots, slot);
            if (bytes <= 0) {
                refuseUnlessEmpty(way, bytes);
                return i > 0;
            }
            free--;
            received(way, slot, bytes);
        }
        return true;
    }

    private static void refuseUnlessEmpty(Direction way, int result) {
        if (result != -Errno.EAGAIN && result != -Errno.EINTR) {
            throw new IllegalStateException("reading " + way.from.name() + ": " + Errno.sentence(-result));
        }
    }

    private void received(Direction way, int slot, int bytes) {
        long nowNs = clock.nowNs();
        PacketKind what = PacketKind.of(slots.memory(), slots.at(slot), bytes);
        Tally tally = way.tally(what);
        tally.read++;
        if (what == PacketKind.MULTICAST) {
            freeSlots[free++] = slot;
            return;
        }
        describe(way, slot, bytes, what, nowNs);
        way.fates.next();
        boolean cut = plan.isCut(nowNs - startNs);
        if (cut || way.fates.lost()) {
            tally.cut += cut ? 1 : 0;
            tally.lost += cut ? 0 : 1;
            trace(slot, cut ? Trace.Fate.CUT : Trace.Fate.LOST, 0);
            freeSlots[free++] = slot;
            return;
        }
        enqueue(way, slot, tally, nowNs);
    }

    private void describe(Direction way, int slot, int bytes, PacketKind what, long nowNs) {
        direction[slot] = way;
        length[slot] = bytes;
        kind[slot] = what;
        readNs[slot] = nowNs;
        number[slot] = way.nextNumber();
        isCopy[slot] = false;
        echoKey[slot] = what.isEcho() ? what.echoKey(slots.memory(), slots.at(slot)) : 0;
        if (what == PacketKind.ECHO_REQUEST) {
            echoes.requestRead(echoKey[slot], nowNs);
        } else if (what == PacketKind.ECHO_REPLY) {
            givenThereNs[slot] = echoes.givenThereNs(echoKey[slot]);
        }
    }

    /** Lets it wait, and its copy if there is to be one, as long as a place stays free for the next to be read. */
    private void enqueue(Direction way, int slot, Tally tally, long nowNs) {
        if (free == 0) {
            tally.queueFull++;
            trace(slot, Trace.Fate.QUEUE_FULL, 0);
            freeSlots[free++] = slot;
            return;
        }
        queue.add(slot, nowNs + way.fates.delayNs());
        if (way.fates.duplicated() && free > 1) {
            tally.duplicated++;
            queue.add(copy(slot), nowNs + way.fates.copyDelayNs());
        }
    }

    private int copy(int slot) {
        int copy = freeSlots[--free];
        slots.memory().put(slots.at(copy), slots.memory(), slots.at(slot), length[slot]);
        direction[copy] = direction[slot];
        length[copy] = length[slot];
        kind[copy] = kind[slot];
        readNs[copy] = readNs[slot];
        number[copy] = number[slot];
        isCopy[copy] = true;
        echoKey[copy] = echoKey[slot];
        givenThereNs[copy] = givenThereNs[slot];
        return copy;
    }

    private void sleep() {
        long untilDueNs = queue.size() == 0 ? LONGEST_SLEEP_NS : queue.firstDueNs() - clock.nowNs() - WAKING_NS;
        if (untilDueNs > 0) {
            poller.await(Math.min(untilDueNs, LONGEST_SLEEP_NS));
        }
    }

    private void trace(int slot, Trace.Fate fate, long givenNs) {
        if (trace != null) {
            int echo = kind[slot].isEcho() ? PacketKind.echoNumber(slots.memory(), slots.at(slot)) : 0;
            trace.add(direction[slot], kind[slot], number[slot], echo, fate, readNs[slot] - startNs, givenNs);
        }
    }
}
