package io.kerbstone.agent.probe;

import io.kerbstone.time.MonotonicClock;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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
    private final MonotonicClock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(Optional<InetAddress> address, long askedNs, boolean isAsking, long tookNs) {}

    /** Asks on threads that take a task, or say no ({@link Workers#run}). */
    public Resolver(Predicate<Runnable> workers, MonotonicClock clock) {
        this.workers = workers;
        this.clock = clock;
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
        if (workers.test(() -> entries.put(target, ask(target, old, nowNs)))) {
            entries.compute(target, (key, now) -> Objects.equals(now, entry) ? new Entry(old, nowNs, true, 0) : now);
        }
        return old;
    }

    /** Whether the target is written as an address, so that nothing has to be asked. */
    static boolean isAddress(String target) {
        return literal(target).isPresent();
    }

    /** How long the last look-up of a name took, ns; empty for an address, and for a name not looked up yet. */
    public OptionalLong tookNs(String target) {
        Entry entry = entries.get(target);
        return entry == null || entry.isAsking ? OptionalLong.empty() : OptionalLong.of(entry.tookNs);
    }

    private Entry ask(String target, Optional<InetAddress> old, long askedNs) {
        long beginNs = clock.nowNs();
        Optional<InetAddress> found = lookUp(target).or(() -> old);
        return new Entry(found, askedNs, false, clock.nowNs() - beginNs);
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
