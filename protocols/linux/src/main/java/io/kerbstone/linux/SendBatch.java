package io.kerbstone.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The structures of {@code sendmmsg} for a fixed number of packets: headers, vectors, names and bytes, laid out once in
 * one direct buffer and used again for every call (LP64 layout of {@code struct mmsghdr}). Owned by one thread.
 */
final class SendBatch {
    private static final int HEADER_BYTES = 64;
    private static final int VECTOR_BYTES = 16;
    private static final int NAME_BYTES = 32;

    private static final int HEADER_NAME_LENGTH = 8;
    private static final int HEADER_VECTOR = 16;
    private static final int HEADER_VECTOR_COUNT = 24;

    private final int capacity;
    private final int stride;
    private final ByteBuffer memory;
    private final long address;
    private final int vectors;
    private final int names;
    private final int data;

    /** Room for {@code capacity} packets of at most {@code packetBytes}, to addresses of that length. */
    SendBatch(int capacity, int packetBytes, int nameLength) {
        this.capacity = capacity;
        stride = (packetBytes + Integer.BYTES + Long.BYTES - 1) & -Long.BYTES;
        vectors = capacity * HEADER_BYTES;
        names = vectors + capacity * VECTOR_BYTES;
        data = names + capacity * NAME_BYTES;
        memory = Libc.allocate(data + capacity * stride);
        address = Libc.address(memory);
        for (int i = 0; i < capacity; i++) {
            int header = i * HEADER_BYTES;
            int vector = vectors + i * VECTOR_BYTES;
            memory.putLong(header, address + nameAt(i));
            memory.putInt(header + HEADER_NAME_LENGTH, nameLength);
            memory.putLong(header + HEADER_VECTOR, address + vector);
            memory.putLong(header + HEADER_VECTOR_COUNT, 1);
            memory.putLong(vector, address + packetAt(i));
        }
    }

    int capacity() {
        return capacity;
    }

    ByteBuffer memory() {
        return memory;
    }

    /** Where the address of packet i goes in {@link #memory}. */
    int nameAt(int i) {
        return names + i * NAME_BYTES;
    }

    /** Where packet i begins in {@link #memory}. */
    int packetAt(int i) {
        return data + i * stride;
    }

    void setLength(int i, int bytes) {
        memory.putLong(vectors + i * VECTOR_BYTES + Libc.POINTER_BYTES, bytes);
    }

    /** Views of so many bytes of every packet, in network order, from the given position in it. */
    List<ByteBuffer> slices(int from, int bytes) {
        List<ByteBuffer> slices = new ArrayList<>();
        for (int i = 0; i < capacity; i++) {
            slices.add(memory.slice(packetAt(i) + from, bytes).order(ByteOrder.BIG_ENDIAN));
        }
        return List.copyOf(slices);
    }

    /** Sends packets from the given one on; how many, or -1 when the first of them was refused. */
    int send(int fd, int from, int count, int flags) {
        return Libc.sendmmsg(fd, address + (long) from * HEADER_BYTES, count, flags);
    }
}
