package io.kerbstone.snmp;

import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.snmp4j.TransportStateReference;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/**
 * UDP that stamps each datagram as near to the socket as SNMP4J lets us (host time, not wire time). Both stamps belong to
 * one thread: the sender's while it sends, the listener's while it hands on what it received.
 */
final class StampingTransport extends DefaultUdpTransportMapping {
    /** Bytes the kernel may keep for us while a burst of answers comes. */
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

    private static final ThreadLocal<@Nullable Stamp> SENDING = new ThreadLocal<>();
    private static final ThreadLocal<Long> RECEIVED_AT_NS = ThreadLocal.withInitial(() -> 0L);

    private final MonotonicClock clock;

    /** A wildcard address and a free port; where the machine has IPv6 the socket serves both families. */
    StampingTransport(MonotonicClock clock) throws IOException {
        this.clock = clock;
        setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    }

    /** The stamp the next datagrams of the calling thread write to; null for none. */
    void stampInto(@Nullable Stamp stamp) {
        SENDING.set(stamp);
    }

    /** Of the datagram the calling thread is handing on; only for the listener's thread. */
    long receivedAtNs() {
        return RECEIVED_AT_NS.get();
    }

    @Override
    public void sendMessage(
            UdpAddress target, byte[] message, TransportStateReference state, long timeoutMillis, int maxRetries)
            throws IOException {
        Stamp stamp = SENDING.get();
        if (stamp != null) {
            stamp.sentAtNs = clock.nowNs();
        }
        super.sendMessage(target, message, state, timeoutMillis, maxRetries);
    }

    @Override
    protected void fireProcessMessage(DatagramPacket packet, ByteBuffer bytes, TransportStateReference state) {
        RECEIVED_AT_NS.set(clock.nowNs());
        super.fireProcessMessage(packet, bytes, state);
    }

    /** When a request last left, ns; written by the thread that sends, read after the answer. */
    static final class Stamp {
        private volatile long sentAtNs;

        Stamp(long startedAtNs) {
            sentAtNs = startedAtNs;
        }

        long sentAtNs() {
            return sentAtNs;
        }
    }
}
