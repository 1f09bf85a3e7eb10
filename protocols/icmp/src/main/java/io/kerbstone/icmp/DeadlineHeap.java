package io.kerbstone.icmp;

import java.util.Arrays;

/**
 * A binary heap of slots ordered by deadline, with removal from the middle; room for a fixed number. Adding in order of
 * deadline, the usual case, costs one step. Owned by one thread.
 */
final class DeadlineHeap {
    private static final int ABSENT = -1;

    private final long[] deadlineOfSlot;
    private final int[] heap;
    private final int[] positionOfSlot;
    private int size;

    DeadlineHeap(int capacity) {
        deadlineOfSlot = new long[capacity];
        heap = new int[capacity];
        positionOfSlot = new int[capacity];
        Arrays.fill(positionOfSlot, ABSENT);
    }

    int size() {
        return size;
    }

    /** Adds a slot that is not in the heap. */
    void add(int slot, long deadlineNs) {
        if (positionOfSlot[slot] != ABSENT) {
            throw new IllegalStateException("BUG: slot " + slot + " waits already");
        }
        deadlineOfSlot[slot] = deadlineNs;
        heap[size] = slot;
        positionOfSlot[slot] = size;
        size++;
        moveUp(size - 1);
    }

    /** Removes a slot that is in the heap. */
    void remove(int slot) {
        int at = positionOfSlot[slot];
        if (at == ABSENT) {
            throw new IllegalStateException("BUG: slot " + slot + " does not wait");
        }
        positionOfSlot[slot] = ABSENT;
        size--;
        if (at < size) {
            int moved = heap[size];
            place(moved, at);
            moveUp(at);
            moveDown(positionOfSlot[moved]);
        }
    }

    /** The slot with the earliest deadline; the heap must not be empty. */
    int earliest() {
        if (size == 0) {
            throw new IllegalStateException("BUG: nothing waits");
        }
        return heap[0];
    }

    /** When a slot that was added ends, ns. */
    long deadlineNs(int slot) {
        return deadlineOfSlot[slot];
    }

    /** By difference, for a monotonic clock may be negative. */
    private boolean earlier(int slot, int other) {
        return deadlineOfSlot[slot] - deadlineOfSlot[other] < 0;
    }

    private void place(int slot, int at) {
        heap[at] = slot;
        positionOfSlot[slot] = at;
    }

    private void moveUp(int from) {
        int slot = heap[from];
        int at = from;
        while (at > 0 && earlier(slot, heap[(at - 1) / 2])) {
            place(heap[(at - 1) / 2], at);
            at = (at - 1) / 2;
        }
        place(slot, at);
    }

    private void moveDown(int from) {
        int slot = heap[from];
        int at = from;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && earlier(heap[child + 1], heap[child])) {
                child++;
            }
            if (!earlier(heap[child], slot)) {
                break;
            }
            place(heap[child], at);
            at = child;
        }
        place(slot, at);
    }
}
