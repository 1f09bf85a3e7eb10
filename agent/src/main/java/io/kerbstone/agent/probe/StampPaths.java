package io.kerbstone.agent.probe;

import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.stamp.SessionSender;
import io.kerbstone.stamp.SessionTarget;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Probes paths of kind STAMP on a thread of its own, which owns the {@link SessionSender}: run it, and {@link #stop} it
 * from any thread. Its commands come by a bounded queue.
 */
public final class StampPaths implements PathProber, Runnable {
    /** Most commands that wait for the thread; a probe beyond them is not measured. */
    public static final int COMMANDS_MAX = 4_096;
    /** Longest wait before it looks at its commands again, ns. */
    static final long WAIT_NS_MAX = 40_000_000L;

    private static final long NS_PER_MS = 1_000_000;

    private final Resolver resolver;
    private final MonotonicClock clock;
    private final SessionSender sender;
    private final BlockingQueue<Consumer<SessionSender>> commands = new ArrayBlockingQueue<>(COMMANDS_MAX);
    private volatile boolean isStopping;

    /**
     * With a sender that has no session yet.
     *
     * @param clockState how well this machine's clock is kept
     * @param facts takes facts about paths; does not block
     */
    public StampPaths(
            Resolver resolver,
            MonotonicClock clock,
            WallClock wall,
            Supplier<ClockState> clockState,
            Consumer<DeviceReadings> facts) {
        this.resolver = resolver;
        this.clock = clock;
        sender = new SessionSender(clock, wall, clockState, facts);
    }

    @Override
    public void start(PathDefinition path, Optional<DeviceDefinition> device, long dueNs, Consumer<Observation> to) {
        Optional<InetAddress> address = resolver.addressOf(path.target(), clock.nowNs());
        if (address.isEmpty() || !(path.options() instanceof ProbeOptions.Stamp stamp)) {
            to.accept(notMeasured(path, dueNs, Outcome.NotMeasuredReason.UNRESOLVED));
            return;
        }
        SessionTarget target = new SessionTarget(
                path.id(),
                new InetSocketAddress(address.get(), stamp.port()),
                stamp.payloadBytes(),
                stamp.dscp(),
                stamp.key(),
                path.waitingTimeMs() * NS_PER_MS);
        if (isStopping || !commands.offer(owner -> owner.send(target, dueNs, to))) {
            to.accept(notMeasured(path, dueNs, Outcome.NotMeasuredReason.NOT_SENT));
            return;
        }
        sender.wake();
    }

    @Override
    public void keepOnly(Set<String> pathIds) {
        Set<String> kept = Set.copyOf(pathIds);
        // Not taken when probes fill the queue: the next assignment tells again, and a session without probes is quiet.
        if (commands.offer(owner -> owner.keepOnly(kept))) {
            sender.wake();
        }
    }

    /** Ends the thread within a moment; what waits counts as not measured. */
    public void stop() {
        isStopping = true;
        sender.wake();
    }

    @Override
    public void run() {
        while (!isStopping) {
            for (Consumer<SessionSender> command = commands.poll(); command != null; command = commands.poll()) {
                command.accept(sender);
            }
            sender.poll(WAIT_NS_MAX);
        }
        commands.forEach(command -> command.accept(sender));
        sender.stop();
        sender.close();
    }

    private static Observation notMeasured(PathDefinition path, long dueNs, Outcome.NotMeasuredReason reason) {
        return new Observation(path.id(), dueNs, new Outcome.NotMeasured(reason));
    }
}
