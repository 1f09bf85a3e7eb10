package io.kerbstone.linux;

import java.nio.ByteBuffer;

/**
 * Ends the wait of a {@link SocketPoller} from another thread ({@code eventfd}). {@link #wake} may be called by any
 * thread, everything else by the one that waits.
 */
public final class Waker extends Pollable {
    private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;

    private final ByteBuffer memory = Libc.allocate(2 * Long.BYTES);
    private final long address = Libc.address(memory);

    private Waker(int fd) {
        super(fd);
        memory.putLong(0, 1);
    }

    /** Opens one; the process must have a descriptor left. */
    public static Waker open() {
        int fd = Libc.eventfd(0, NONBLOCK_CLOEXEC);
        if (fd < 0) {
            throw new IllegalStateException("no descriptor is left: " + Errno.sentence(Libc.errno()));
        }
        return new Waker(fd);
    }

    /** Ends the wait under way, or else the next one. Nothing happens once it is closed. */
    public synchronized void wake() {
        if (isOpen()) {
            // A full counter refuses, and then the reader is awake already.
            Libc.write(fd(), address, Long.BYTES);
        }
    }

    /** Forgets what it was woken for; the wait after this ends only by a new {@link #wake}. */
    public void reset() {
        Libc.read(fd(), address + Long.BYTES, Long.BYTES);
    }

    @Override
    public synchronized void close() {
        super.close();
    }
}
