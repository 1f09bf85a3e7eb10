package io.kerbstone.collector.users;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong sign-ins by name and by address, and says how long the next one has to wait. A bucket: it fills with each
 * wrong attempt and empties by one every {@link #REFILL_NS}. Safe for many threads.
 */
final class Attempts {
    /** Wrong attempts in a row under one name from one address before waiting starts. */
    static final int WRONG_MAX = 5;
    /** Wrong attempts in a row under one name from anywhere: more, so that a stranger does not easily shut out a user. */
    static final int WRONG_UNDER_NAME_MAX = 50;
    /** Wrong attempts in a row from one address under any name. */
    static final int WRONG_FROM_ADDRESS_MAX = 20;
    /** One more attempt is allowed after this, ns: a minute. */
    static final long REFILL_NS = 60L * 1_000_000_000;
    /** Names and addresses remembered; with more, the one that has been quiet longest is forgotten. */
    static final int KEYS_MAX = 10_000;

    private record Bucket(int wrong, long sinceNs) {
        Bucket at(long nowNs) {
            long refilled = (nowNs - sinceNs) / REFILL_NS;
            return refilled <= 0
                    ? this
                    : new Bucket((int) Math.max(0, wrong - refilled), sinceNs + refilled * REFILL_NS);
        }
    }

    private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true);

    /** How long this name or address has to wait, ns; 0 when not at all. */
    synchronized long waitNs(String key, int wrongMax, long nowNs) {
        Bucket bucket = buckets.get(key);
        if (bucket == null) {
            return 0;
        }
        Bucket now = bucket.at(nowNs);
        return now.wrong < wrongMax ? 0 : now.sinceNs + REFILL_NS - nowNs;
    }

    synchronized void wrong(String key, long nowNs) {
        Bucket before = buckets.getOrDefault(key, new Bucket(0, nowNs)).at(nowNs);
        buckets.put(key, new Bucket(before.wrong + 1, before.wrong == 0 ? nowNs : before.sinceNs));
        Iterator<String> eldest = buckets.keySet().iterator();
        while (buckets.size() > KEYS_MAX && eldest.hasNext()) {
            eldest.next();
            eldest.remove();
        }
    }

    synchronized void right(String key) {
        buckets.remove(key);
    }

    synchronized int size() {
        return buckets.size();
    }
}
