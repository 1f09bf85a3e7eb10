package io.kerbstone.icmp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The bounded table of probes that wait for their reply, as columns. A probe has a number: the slot in the low bits, the
 * use of that slot above them, so that a number never comes again and 32 bits of it on the wire tell more probes apart
 * than can be on their way. A free slot is used again as late as possible, and until then still knows its last probe:
 * a reply that comes late or twice is recognised. Owned by one thread.
 */
final class InFlight {
    /** Stands for a time that is not known. */
    static final long UNKNOWN_NS = Long.MIN_VALUE;

    static final int NO_SLOT = -1;

    private final int mask;
    private final int slotBits;
    private final long[] number;
    private final State[] state;
    private final @Nullable String[] pathId;
    private final long[] addressHigh;
    private final long[] addressLow;
    private final int[] payloadBytes;
    private final long[] waitingTimeNs;
    private final long[] beforeSendNs;
    private final long[] afterSendNs;
    private final long[] kernelSendNs;
    private final long[] kernelSendUncertaintyNs;
    private final long[] starvedNsAtSend;
    private final boolean[] sawInvalid;
    private final int[] free;
    private final DeadlineHeap deadlines;
    private int freeHead;
    private int freeCount;

    /** Room for {@code capacity} probes, a power of two. */
    InFlight(int capacity) {
        mask = capacity - 1;
        slotBits = Integer.numberOfTrailingZeros(capacity);
        number = new long[capacity];
        state = new State[capacity];
        pathId = new String[capacity];
        addressHigh = new long[capacity];
        addressLow = new long[capacity];
        payloadBytes = new int[capacity];
        waitingTimeNs = new long[capacity];
        beforeSendNs = new long[capacity];
        afterSendNs = new long[capacity];
        kernelSendNs = new long[capacity];
        kernelSendUncertaintyNs = new long[capacity];
        starvedNsAtSend = new long[capacity];
        sawInvalid = new boolean[capacity];
        free = new int[capacity];
        deadlines = new DeadlineHeap(capacity);
        for (int i = 0; i < capacity; i++) {
            free[i] = i;
            number[i] = i;
            state[i] = State.UNUSED;
        }
        freeCount = capacity;
    }

    /** What the last probe of a slot came to. */
    enum State {
        /** There was none yet. */
        UNUSED,
        /** It is about to be sent. */
        RESERVED,
        /** It waits. */
        WAITING,
        /** It was answered. */
        REPLIED,
        /** It ended without an answer. */
        UNANSWERED
    }

    int capacity() {
        return mask + 1;
    }

    /** Probes that wait, or are about to be sent. */
    int size() {
        return capacity() - freeCount;
    }

    boolean isFull() {
        return freeCount == 0;
    }

    /** Enters a probe that is about to be sent, with a number of its own; the table must not be full. */
    int reserve(String path, InetAddress target, int payload, long waitingNs) {
        int slot = free[freeHead];
        freeHead = (freeHead + 1) & mask;
        freeCount--;
        number[slot] += capacity();
        state[slot] = State.RESERVED;
        pathId[slot] = path;
        putAddress(slot, target.getAddress());
        payloadBytes[slot] = payload;
        waitingTimeNs[slot] = waitingNs;
        kernelSendNs[slot] = UNKNOWN_NS;
        sawInvalid[slot] = false;
        return slot;
    }

    /** It was sent between two moments: it waits from the later one on. */
    void sent(int slot, long beforeNs, long afterNs, long starved) {
        state[slot] = State.WAITING;
        beforeSendNs[slot] = beforeNs;
        afterSendNs[slot] = afterNs;
        starvedNsAtSend[slot] = starved;
        deadlines.add(slot, afterNs + waitingTimeNs[slot]);
    }

    /** It was not sent. */
    void refuse(int slot) {
        state[slot] = State.UNANSWERED;
        giveBack(slot);
    }

    /** Ends a probe that waits; its columns stay readable until the slot is used again. */
    void end(int slot, State how) {
        deadlines.remove(slot);
        state[slot] = how;
        giveBack(slot);
    }

    private void giveBack(int slot) {
        free[(freeHead + freeCount) & mask] = slot;
        freeCount++;
    }

    /** The slot whose number ends in the given low bits, or {@link #NO_SLOT}; it may have ended already. */
    int find(long lowBits, int bits) {
        int step = bits < slotBits ? 1 << bits : capacity();
        long low = bits == Long.SIZE ? -1 : (1L << bits) - 1;
        for (int slot = (int) (lowBits & low & mask); slot < capacity(); slot += step) {
            if (state[slot] != State.UNUSED && ((number[slot] ^ lowBits) & low) == 0) {
                return slot;
            }
        }
        return NO_SLOT;
    }

    /** The slot that holds exactly this number, or {@link #NO_SLOT} when it has gone on to another probe. */
    int findExactly(long wanted) {
        int slot = (int) (wanted & mask);
        return wanted >= 0 && number[slot] == wanted && state[slot] != State.UNUSED ? slot : NO_SLOT;
    }

    /** The slot with the earliest end, or {@link #NO_SLOT}. */
    int earliest() {
        return deadlines.size() == 0 ? NO_SLOT : deadlines.earliest();
    }

    long deadlineNs(int slot) {
        return deadlines.deadlineNs(slot);
    }

    long number(int slot) {
        return number[slot];
    }

    State state(int slot) {
        return state[slot];
    }

    /** The path of the slot's last probe. */
    String pathId(int slot) {
        String path = pathId[slot];
        if (path == null) {
            throw new IllegalStateException("BUG: slot " + slot + " has no probe");
        }
        return path;
    }

    boolean isFor(int slot, long high, long low) {
        return addressHigh[slot] == high && addressLow[slot] == low;
    }

    int payloadBytes(int slot) {
        return payloadBytes[slot];
    }

    long waitingTimeNs(int slot) {
        return waitingTimeNs[slot];
    }

    long beforeSendNs(int slot) {
        return beforeSendNs[slot];
    }

    long afterSendNs(int slot) {
        return afterSendNs[slot];
    }

    /** When the kernel handed the probe to the driver, or {@link #UNKNOWN_NS}. */
    long kernelSendNs(int slot) {
        return kernelSendNs[slot];
    }

    /** Uncertainty of {@link #kernelSendNs}, ns. */
    long kernelSendUncertaintyNs(int slot) {
        return kernelSendUncertaintyNs[slot];
    }

    void setKernelSendNs(int slot, long ns, long uncertaintyNs) {
        kernelSendNs[slot] = ns;
        kernelSendUncertaintyNs[slot] = uncertaintyNs;
    }

    long starvedNsAtSend(int slot) {
        return starvedNsAtSend[slot];
    }

    boolean sawInvalid(int slot) {
        return sawInvalid[slot];
    }

    void setSawInvalid(int slot) {
        sawInvalid[slot] = true;
    }

    private void putAddress(int slot, byte[] address) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < address.length; i++) {
            high = high << Byte.SIZE | (low >>> (Long.SIZE - Byte.SIZE));
            low = low << Byte.SIZE | (address[i] & 0xFF);
        }
        addressHigh[slot] = high;
        addressLow[slot] = low;
    }
}
