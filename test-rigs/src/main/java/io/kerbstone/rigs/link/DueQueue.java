package io.kerbstone.rigs.link;

/**
 * The packets that wait, by when they are due; of two due at once, the one added first. A binary heap with a fixed room:
 * makes no garbage. Owned by one thread.
 */
final class DueQueue {
    private final int[] heap;
    private final long[] dueNsOfSlot;
    private final long[] orderOfSlot;
    private long nextOrder;
    private int size;

    /** For slots 0 to capacity - 1, each at most once at a time. */
    DueQueue(int capacity) {
        heap = new int[capacity];
        dueNsOfSlot = new long[capacity];
        orderOfSlot = new long[capacity];
    }

    int size() {
        return size;
    }

    void add(int slot, long dueNs) {
        dueNsOfSlot[slot] = dueNs;
        orderOfSlot[slot] = nextOrder++;
        int at = size++;
        while (at > 0 && before(slot, heap[(at - 1) / 2])) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = slot;
    }

    /** When the first is due, ns; there must be one. */
    long firstDueNs() {
        return dueNsOfSlot[heap[0]];
    }

    /** Takes the first out; there must be one. */
    int removeFirst() {
        if (size == 0) {
            throw new IllegalStateException("BUG: nothing waits");
        }
        int first = heap[0];
        int last = heap[--size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], last)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return first;
    }

    /** By difference, for a monotonic clock may be negative. */
    private boolean before(int slot, int other) {
        long apart = dueNsOfSlot[slot] - dueNsOfSlot[other];
        return apart == 0 ? orderOfSlot[slot] < orderOfSlot[other] : apart < 0;
    }
}
