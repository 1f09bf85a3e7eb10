package io.kerbstone.stamp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sequence numbers of a stateful reflector, one for each session, which is where a packet comes from and its
 * session identifier. When it is full, the session heard of least recently is forgotten; if it speaks again it starts
 * at 0, which its sender sees as a restart. Owned by one thread.
 */
final class SessionTable {
    private final Map<Session, Integer> next;
    private final int capacity;
    private long forgotten;

    /** Room for so many sessions. */
    SessionTable(int capacity) {
        this.capacity = capacity;
        next = new LinkedHashMap<>(16, 0.75f, true);
    }

    /**
     * What tells sessions apart.
     *
     * @param addressHigh upper 64 bits of the sender's address; 0 for IPv4
     * @param addressLow lower 64 bits
     * @param port the sender's UDP port
     * @param sessionId as in {@link SenderPacket}
     */
    record Session(long addressHigh, long addressLow, int port, int sessionId) {
        static Session of(byte[] address, int port, int sessionId) {
            long high = 0;
            long low = 0;
            for (byte b : address) {
                high = high << Byte.SIZE | low >>> (Long.SIZE - Byte.SIZE);
                low = low << Byte.SIZE | (b & 0xFF);
            }
            return new Session(high, low, port, sessionId);
        }
    }

    /** The number of the packet that came now; the first of a session has 0. */
    int next(Session session) {
        int number = next.getOrDefault(session, 0);
        next.put(session, number + 1);
        if (next.size() > capacity) {
            next.remove(next.keySet().iterator().next());
            forgotten++;
        }
        return number;
    }

    int size() {
        return next.size();
    }

    long forgotten() {
        return forgotten;
    }
}
