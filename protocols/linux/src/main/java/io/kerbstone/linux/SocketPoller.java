package io.kerbstone.linux;

import java.nio.ByteBuffer;
import java.util.List;

/** Waits until one of a fixed set of sockets has something to read ({@code ppoll}). Owned by one thread. */
public final class SocketPoller {
    private static final int ENTRY_BYTES = 8;
    private static final int EVENTS_AT = 4;
    private static final int REVENTS_AT = 6;
    private static final short POLLIN = 1;
    private static final short POLLERR = 8;
    private static final long NANOS = 1_000_000_000L;

    private final int count;
    private final ByteBuffer memory;
    private final long address;
    private final int timeoutAt;

    /** For the given sockets; they are named by their position in the list from then on. */
    public SocketPoller(List<? extends Pollable> sockets) {
        count = sockets.size();
        timeoutAt = count * ENTRY_BYTES;
        memory = Libc.allocate(timeoutAt + 2 * Long.BYTES);
        address = Libc.address(memory);
        for (int i = 0; i < count; i++) {
            memory.putInt(i * ENTRY_BYTES, sockets.get(i).fd());
            memory.putShort(i * ENTRY_BYTES + EVENTS_AT, POLLIN);
        }
    }

    /** Waits at most {@code maxWaitNs}; whether anything is there to read. A signal ends the wait early. */
    public boolean await(long maxWaitNs) {
        long wait = Math.max(0, maxWaitNs);
        memory.putLong(timeoutAt, wait / NANOS);
        memory.putLong(timeoutAt + Long.BYTES, wait % NANOS);
        int ready = Libc.ppoll(address, count, address + timeoutAt, 0);
        if (ready <= 0) {
            for (int i = 0; i < count; i++) {
                memory.putShort(i * ENTRY_BYTES + REVENTS_AT, (short) 0);
            }
        }
        return ready > 0;
    }

    /** After {@link #await}: whether the socket has replies. */
    public boolean hasReplies(int position) {
        return (memory.getShort(position * ENTRY_BYTES + REVENTS_AT) & POLLIN) != 0;
    }

    /** After {@link #await}: whether the socket has send stamps or errors. */
    public boolean hasErrors(int position) {
        return (memory.getShort(position * ENTRY_BYTES + REVENTS_AT) & POLLERR) != 0;
    }
}
