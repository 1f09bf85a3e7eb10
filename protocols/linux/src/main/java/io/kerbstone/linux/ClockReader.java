package io.kerbstone.linux;

import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what this machine knows of the time. Safe for many threads. */
public final class ClockReader {
    /** Less than this between the two clocks is the time it takes to read them, ns: no machine sleeps so shortly. */
    public static final long SUSPEND_NS_MIN = 50_000_000L;

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final MonotonicClock monotonic;
    private final WallClock wall;
    private final MonotonicClock boot;
    private final Supplier<Optional<KernelClock>> kernel;

    /** Reads the given clocks; the state of the wall clock and the time suspended are the kernel's. */
    public ClockReader(MonotonicClock monotonic, WallClock wall) {
        this(monotonic, wall, BootClock.SYSTEM, KernelClock::read);
    }

    /**
     * Reads the given clocks and nothing else, for tests and simulations.
     *
     * @param boot counts like {@code monotonic} and goes on in suspends
     * @param kernel state of the wall clock
     */
    public ClockReader(
            MonotonicClock monotonic, WallClock wall, MonotonicClock boot, Supplier<Optional<KernelClock>> kernel) {
        this.monotonic = monotonic;
        this.wall = wall;
        this.boot = boot;
        this.kernel = kernel;
    }

    /**
     * The identity of the current boot: two programs that see the same one share a monotonic clock. A container shares
     * it with its host, as it does the clock.
     *
     * @throws UncheckedIOException where {@code /proc} is not there, for without it no monotonic time means anything
     */
    public static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + BOOT_ID, e);
        }
    }

    /**
     * The clocks at this moment and how well the wall clock is kept; not synchronised where nobody can say. The time
     * suspended is as exact as two clocks can be read beside each other, normally to a microsecond.
     */
    public ClockState read(String bootId) {
        WallOffset now = WallOffset.measure(monotonic, wall);
        Optional<KernelClock> state = kernel.get();
        return new ClockState(
                bootId,
                now.monotonicNs(),
                now.wallUnixNs(),
                state.map(KernelClock::synchronised).orElse(false),
                state.map(k -> k.errorNs() + now.uncertaintyNs()).orElse(0L),
                Optional.empty(),
                suspendedNs());
    }

    private long suspendedNs() {
        WallOffset now = WallOffset.measure(monotonic, boot::nowNs);
        long suspendedNs = now.wallUnixNs() - now.monotonicNs();
        return suspendedNs < SUSPEND_NS_MIN ? 0 : suspendedNs;
    }
}
