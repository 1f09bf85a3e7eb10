package io.kerbstone.agent.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Names to addresses without waiting: an address is known at once, a name after a worker has asked. An answer is asked
 * again after a while; the old one counts until then, also when the name server is away. Safe for many threads.
 */
public final class Resolver {
    /** After this a name is asked again, ns. */
    public static final long REFRESH_NS = 60_000_000_000L;
    /** Most names remembered. */
    public static final int NAMES_MAX = 4_096;

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.%a-zA-Z_-]*");

    private final Workers workers;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(Optional<InetAddress> address, long askedNs, boolean isAsking) {}

    /** Asks with these workers. */
    public Resolver(Workers workers) {
        this.workers = workers;
    }

    /** The address; empty when the name has none, or is not known yet. */
    public Optional<InetAddress> addressOf(String target, long nowNs) {
        Entry entry = entries.get(target);
        if (entry != null && (entry.isAsking || nowNs - entry.askedNs < REFRESH_NS)) {
            return entry.address;
        }
        if (ADDRESS.matcher(target).matches()) {
            Entry known = new Entry(lookUp(target), nowNs + REFRESH_NS * 1_000_000, false);
            remember(target, known);
            return known.address;
        }
        Optional<InetAddress> old = entry == null ? Optional.empty() : entry.address;
        if (workers.run(() -> remember(target, new Entry(lookUp(target).or(() -> old), nowNs, false)))) {
            entries.compute(target, (key, now) -> Objects.equals(now, entry) ? new Entry(old, nowNs, true) : now);
        }
        return old;
    }

    private void remember(String target, Entry entry) {
        if (entries.size() >= NAMES_MAX) {
            entries.clear(); // assignments came and went; what is still used is asked again
        }
        entries.put(target, entry);
    }

    private static Optional<InetAddress> lookUp(String target) {
        try {
            return Optional.of(InetAddress.getByName(target));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
