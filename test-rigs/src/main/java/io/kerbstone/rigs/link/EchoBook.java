package io.kerbstone.rigs.link;

/**
 * What became of each echo, request and reply together: a request that the relay read is one probe, and the first reply
 * that it delivers answers it. A table of a fixed size in which the oldest of a few gives way; a reply to one that gave
 * way is counted as unmatched. Owned by one thread; makes no garbage.
 */
final class EchoBook {
    /** Stands for no entry. */
    static final int NONE = -1;

    /** Entries, of which each key may use {@link #NEIGHBOURS}: 10 MiB. */
    static final int ENTRIES = 1 << 18;

    private static final int NEIGHBOURS = 8;

    private final long[] keys = new long[ENTRIES];
    private final long[] requestReadNs = new long[ENTRIES];
    private final long[] orders = new long[ENTRIES];
    private final long[] givenThereNs = new long[ENTRIES];
    private final boolean[] answered = new boolean[ENTRIES];
    private final long waitingTimeNs;
    private final DelayLog roundTrips = new DelayLog(DelayLog.MOST);
    private final DelayLog given = new DelayLog(DelayLog.MOST);
    private long requests;
    private long answeredInTime;
    private long late;
    private long duplicateReplies;
    private long unmatchedReplies;

    EchoBook(long waitingTimeNs) {
        this.waitingTimeNs = waitingTimeNs;
    }

    /** A request was read: a new probe, even when an old one had the same number. */
    void requestRead(long key, long nowNs) {
        int entry = entryFor(key);
        keys[entry] = key;
        requestReadNs[entry] = nowNs;
        givenThereNs[entry] = 0;
        answered[entry] = false;
        orders[entry] = ++requests;
    }

    /** A request, or a copy of it, was delivered after so long. */
    void requestDelivered(long key, long givenNs) {
        int entry = find(key);
        if (entry != NONE) {
            givenThereNs[entry] = givenNs;
        }
    }

    /** A reply was read: what the request it answers was given. */
    long givenThereNs(long key) {
        int entry = find(key);
        return entry == NONE ? 0 : givenThereNs[entry];
    }

    /** A reply was delivered; its request had been given {@code thereNs}, it was given {@code backNs} itself. */
    void replyDelivered(long key, long thereNs, long backNs, long nowNs) {
        int entry = find(key);
        if (entry == NONE) {
            unmatchedReplies++;
        } else if (answered[entry]) {
            duplicateReplies++;
        } else {
            answer(entry, nowNs - requestReadNs[entry], thereNs + backNs);
        }
    }

    private void answer(int entry, long roundTripNs, long givenNs) {
        answered[entry] = true;
        if (roundTripNs > waitingTimeNs) {
            late++;
        } else {
            answeredInTime++;
            roundTrips.add(roundTripNs);
            given.add(givenNs);
        }
    }

    Echoes figures() {
        return new Echoes(
                requests,
                answeredInTime,
                late,
                requests - answeredInTime - late,
                duplicateReplies,
                unmatchedReplies,
                roundTrips.figures(),
                given.figures());
    }

    private int find(long key) {
        for (int i = 0; i < NEIGHBOURS; i++) {
            int entry = (int) (key + i) & (ENTRIES - 1);
            if (orders[entry] != 0 && keys[entry] == key) {
                return entry;
            }
        }
        return NONE;
    }

    /** The one of that key, else a free one, else the oldest. */
    private int entryFor(long key) {
        int found = find(key);
        int oldest = (int) key & (ENTRIES - 1);
        for (int i = 1; i < NEIGHBOURS; i++) {
            int entry = (int) (key + i) & (ENTRIES - 1);
            oldest = orders[entry] < orders[oldest] ? entry : oldest;
        }
        return found == NONE ? oldest : found;
    }
}
