package io.kerbstone.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A fixed number of places for packets, in one piece of memory that the kernel reads and writes directly. Keeps no
 * account of which are in use. Owned by one thread.
 */
public final class PacketSlots {
    /** Bytes of one place, the longest packet it can hold: more than an interface with the usual MTU of 1,500 sends. */
    public static final int SLOT_BYTES = 2_048;

    /** Most places: 256 MiB. */
    public static final int MOST = 1 << 17;

    private final int count;
    private final ByteBuffer memory;
    private final long address;

    /** So many places, 1 to {@link #MOST}. */
    public PacketSlots(int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " places, not " + count);
        }
        this.count = count;
        memory = Libc.allocate(count * SLOT_BYTES).order(ByteOrder.BIG_ENDIAN);
        address = Libc.address(memory);
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** The bytes of all of them, in network byte order; use absolute positions from {@link #at}. */
    public ByteBuffer memory() {
        return memory;
    }

    /** Where a place begins in {@link #memory}. */
    public int at(int slot) {
        return slot * SLOT_BYTES;
    }

    long address(int slot) {
        return address + at(slot);
    }
}
