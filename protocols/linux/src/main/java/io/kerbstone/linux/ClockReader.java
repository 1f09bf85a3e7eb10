package io.kerbstone.linux;

import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what this machine knows of the time. Safe for many threads. */
public final class ClockReader {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final MonotonicClock monotonic;
    private final WallClock wall;

    /** Reads the given clocks; the state of the wall clock is the kernel's. */
    public ClockReader(MonotonicClock monotonic, WallClock wall) {
        this.monotonic = monotonic;
        this.wall = wall;
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

    /** Both clocks at this moment and how well the wall clock is kept; not synchronised where nobody can say. */
    public ClockState read(String bootId) {
        WallOffset now = WallOffset.measure(monotonic, wall);
        Optional<KernelClock> kernel = KernelClock.read();
        return new ClockState(
                bootId,
                now.monotonicNs(),
                now.wallUnixNs(),
                kernel.map(KernelClock::synchronised).orElse(false),
                kernel.map(k -> k.errorNs() + now.uncertaintyNs()).orElse(0L));
    }
}
