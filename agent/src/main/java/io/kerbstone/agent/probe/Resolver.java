package io.kerbstone.agent.probe;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Names to addresses without waiting: an address is one at once, a name after a worker has asked. An answer is asked
 * again after a while; the old one counts until then, also when the name server is away. Safe for many threads.
 */
public final class Resolver {
    /** After this a name is asked again, ns. */
    public static final long REFRESH_NS = 60_000_000_000L;
    /** Most names remembered. */
    public static final int NAMES_MAX = 4_096;

    private final Predicate<Runnable> workers;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(Optional<InetAddress> address, long askedNs, boolean isAsking) {}

    /** Asks on threads that take a task, or say no ({@link Workers#run}). */
    public Resolver(Predicate<Runnable> workers) {
        this.workers = workers;
    }

    /** The address; empty when the name has none, or is not known yet. */
    public Optional<InetAddress> addressOf(String target, long nowNs) {
        Entry entry = entries.get(target);
        if (entry != null && (entry.isAsking || nowNs - entry.askedNs < REFRESH_NS)) {
            return entry.address;
        }
        Optional<InetAddress> literal = literal(target);
        if (literal.isPresent()) {
            return literal;
        }
        Optional<InetAddress> old = entry == null ? Optional.empty() : entry.address;
        if (entries.size() >= NAMES_MAX) {
            entries.clear(); // assignments came and went; what is still used is asked again
        }
        if (workers.test(() -> entries.put(target, new Entry(lookUp(target).or(() -> old), nowNs, false)))) {
            entries.compute(target, (key, now) -> Objects.equals(now, entry) ? new Entry(old, nowNs, true) : now);
        }
        return old;
    }

    /** Whether the target is written as an address, so that nothing has to be asked. */
    static boolean isAddress(String target) {
        return literal(target).isPresent();
    }

    /** Names and addresses remembered. */
    int size() {
        return entries.size();
    }

    /** An address written as numbers; one with a scope goes the long way, which does not ask a server for it either. */
    private static Optional<InetAddress> literal(String target) {
        byte[] bytes = target.contains("%") ? null : NetUtil.createByteArrayFromIpAddressString(target);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("BUG: " + bytes.length + " bytes are no address", e);
        }
    }

    private static Optional<InetAddress> lookUp(String target) {
        try {
            return Optional.of(InetAddress.getByName(target));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
