package io.kerbstone.icmp;

import io.kerbstone.linux.IcmpSocket;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.time.MonotonicClock;
import java.net.InetAddress;
import java.util.function.Consumer;

/**
 * Probes of one socket that wait a moment for others, so that one system call sends them all. With send stamps of the
 * kernel each has its own time whatever the batch; without them nothing waits. Owned by the prober's thread.
 */
final class SendQueue {
    private final IcmpSocket socket;
    private final InFlight table;
    private final ProbeNumbers numbers;
    private final SendKeys sendKeys;
    private final Counts counts;
    private final Starvation starvation;
    private final MonotonicClock clock;
    private final int[] slots = new int[IcmpSocket.SEND_BATCH];
    private final long[] dueNs = new long[IcmpSocket.SEND_BATCH];
    private int size;

    SendQueue(
            IcmpSocket socket,
            InFlight table,
            ProbeNumbers numbers,
            SendKeys sendKeys,
            Counts counts,
            Starvation starvation,
            MonotonicClock clock) {
        this.socket = socket;
        this.table = table;
        this.numbers = numbers;
        this.sendKeys = sendKeys;
        this.counts = counts;
        this.starvation = starvation;
        this.clock = clock;
    }

    /** Queues one probe; false when the kernel does not take its code point. */
    boolean add(String pathId, InetAddress target, TypeP type, long waitingTimeNs, long due, Consumer<Observation> to) {
        if (type.dscp() != socket.dscp()) {
            flush(to);
            if (socket.setDscp(type.dscp()) != 0) {
                return false;
            }
        }
        int slot = table.reserve(pathId, target, type.payloadBytes(), waitingTimeNs);
        long number = table.number(slot);
        numbers.put(socket.payload(), number, type.payloadBytes());
        socket.queue(target, numbers.identifier(number), numbers.sequence(number), type.payloadBytes());
        slots[size] = slot;
        dueNs[size] = due;
        size++;
        if (socket.isQueueFull() || !socket.hasSendStamps()) {
            flush(to);
        }
        return true;
    }

    /** Sends what waits; those that the kernel did not take end as not measured. */
    void flush(Consumer<Observation> to) {
        if (size == 0) {
            return;
        }
        long beforeNs = clock.nowNs();
        int count = socket.flush();
        long afterNs = clock.nowNs();
        size = 0;
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            if (socket.errnoOf(i) == 0) {
                counts.sent++;
                table.sent(slot, beforeNs, afterNs, starvation.totalNs());
                sendKeys.remember(socket.family(), socket.sendKeyOf(i), table.number(slot));
            } else {
                counts.notSent++;
                String pathId = table.pathId(slot);
                table.refuse(slot);
                to.accept(
                        new Observation(pathId, dueNs[i], new Outcome.NotMeasured(Outcome.NotMeasuredReason.NOT_SENT)));
            }
        }
    }
}
