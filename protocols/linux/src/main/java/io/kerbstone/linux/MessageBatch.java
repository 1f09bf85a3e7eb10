package io.kerbstone.linux;

import java.nio.ByteBuffer;

/**
 * The structures of {@code recvmmsg} for a fixed number of messages: headers, vectors, names, control data and bytes,
 * laid out once in one direct buffer and used again for every call (LP64 layout of {@code struct mmsghdr} and
 * {@code struct cmsghdr}). Owned by one thread.
 */
final class MessageBatch {
    /** Stands for a message that came without a kernel time stamp. */
    static final long NO_STAMP = Long.MIN_VALUE;

    private static final int HEADER_BYTES = 64;
    private static final int VECTOR_BYTES = 16;
    private static final int NAME_BYTES = 32;
    private static final int CONTROL_BYTES = 256;

    private static final int HEADER_NAME_LENGTH = 8;
    private static final int HEADER_VECTOR = 16;
    private static final int HEADER_VECTOR_COUNT = 24;
    private static final int HEADER_CONTROL = 32;
    private static final int HEADER_CONTROL_LENGTH = 40;
    private static final int HEADER_FLAGS = 48;
    private static final int HEADER_RECEIVED = 56;

    private static final int CONTROL_LEVEL = 8;
    private static final int CONTROL_TYPE = 12;
    private static final int CONTROL_DATA = 16;

    private final int capacity;
    private final int dataBytes;
    private final ByteBuffer memory;
    private final long address;
    private final int vectors;
    private final int names;
    private final int controls;
    private final int data;
    private int toReset;

    /** Room for {@code capacity} messages of {@code dataBytes} each; what is longer is cut off by the kernel. */
    MessageBatch(int capacity, int dataBytes) {
        this.capacity = capacity;
        this.dataBytes = dataBytes;
        vectors = capacity * HEADER_BYTES;
        names = vectors + capacity * VECTOR_BYTES;
        controls = names + capacity * NAME_BYTES;
        data = controls + capacity * CONTROL_BYTES;
        memory = Libc.allocate(data + capacity * dataBytes);
        address = Libc.address(memory);
        for (int i = 0; i < capacity; i++) {
            layOut(i);
        }
        toReset = capacity;
    }

    private void layOut(int i) {
        int header = i * HEADER_BYTES;
        int vector = vectors + i * VECTOR_BYTES;
        memory.putLong(header, address + names + (long) i * NAME_BYTES);
        memory.putLong(header + HEADER_VECTOR, address + vector);
        memory.putLong(header + HEADER_VECTOR_COUNT, 1);
        memory.putLong(header + HEADER_CONTROL, address + controls + (long) i * CONTROL_BYTES);
        memory.putLong(vector, address + data + (long) i * dataBytes);
        memory.putLong(vector + Libc.POINTER_BYTES, dataBytes);
    }

    /** Receives what is there; the number of messages, or the negated error number. */
    int receive(int fd, int flags) {
        for (int i = 0; i < toReset; i++) {
            int header = i * HEADER_BYTES;
            memory.putInt(header + HEADER_NAME_LENGTH, NAME_BYTES);
            memory.putLong(header + HEADER_CONTROL_LENGTH, CONTROL_BYTES);
            memory.putInt(header + HEADER_FLAGS, 0);
        }
        int received = Libc.recvmmsg(fd, address, capacity, flags, 0);
        if (received < 0) {
            // The kernel may have touched the first header before it failed.
            toReset = 1;
            return -Libc.errno();
        }
        // One more than received: the kernel may have touched the header it stopped at.
        toReset = Math.min(capacity, received + 1);
        return received;
    }

    int capacity() {
        return capacity;
    }

    ByteBuffer memory() {
        return memory;
    }

    /** Where message i's sender (or, on the error queue, its destination) stands in {@link #memory}. */
    int nameAt(int i) {
        return names + i * NAME_BYTES;
    }

    /** Where message i's bytes begin in {@link #memory}. */
    int dataAt(int i) {
        return data + i * dataBytes;
    }

    /** How many of message i's bytes are there. */
    int dataLength(int i) {
        return Math.min(dataBytes, memory.getInt(i * HEADER_BYTES + HEADER_RECEIVED));
    }

    /** Where the control data of the given level and type begins in {@link #memory}; -1 when there is none. */
    int controlAt(int i, int level, int type) {
        int at = controls + i * CONTROL_BYTES;
        long end = at + Math.min(CONTROL_BYTES, memory.getLong(i * HEADER_BYTES + HEADER_CONTROL_LENGTH));
        while (at + CONTROL_DATA <= end) {
            long length = memory.getLong(at);
            if (length < CONTROL_DATA || at + length > end) {
                return -1;
            }
            if (memory.getInt(at + CONTROL_LEVEL) == level && memory.getInt(at + CONTROL_TYPE) == type) {
                return at + CONTROL_DATA;
            }
            at += (int) ((length + Libc.POINTER_BYTES - 1) & -Libc.POINTER_BYTES);
        }
        return -1;
    }
}
