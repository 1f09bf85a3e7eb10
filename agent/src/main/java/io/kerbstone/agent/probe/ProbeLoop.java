package io.kerbstone.agent.probe;

import io.kerbstone.agent.record.Intake;
import io.kerbstone.agent.schedule.Due;
import io.kerbstone.agent.schedule.PollSchedule;
import io.kerbstone.agent.schedule.Tasks;
import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.icmp.IcmpProber;
import io.kerbstone.icmp.ProberCounters;
import io.kerbstone.icmp.TypeP;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.ProbeKind;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.snmp.SnmpTarget;
import io.kerbstone.time.MonotonicClock;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The measuring thread: asks the schedule, sends ICMP itself, starts everything else. Owns the schedule and the prober;
 * {@link #assign} and {@link #stop} may be called from any thread.
 */
public final class ProbeLoop implements Runnable {
    /** Longest wait before it looks again at schedule and assignment, ns; the prober wants to be asked this often. */
    public static final long WAIT_NS_MAX = 40_000_000L;
    /**
     * Rest after each wake, ns: what comes or is due meanwhile is handled together. The kernel's stamps do not care when
     * they are read.
     */
    public static final long REST_NS = 1_000_000L;
    /** Gap between two times the prober's counters are taken over, ns. */
    public static final long COUNT_GAP_NS = 1_000_000_000L;
    /** Most losses by SNMP that wait for the schedule; more cost a confirmation, nothing else. */
    public static final int LOSSES_MAX = 1_024;

    private static final long NS_PER_MS = 1_000_000L;

    private final Tools tools;
    private final String hostDeviceId;
    private final PollSchedule schedule;
    private final AtomicReference<@Nullable Assignment> assigned = new AtomicReference<>();
    private final BlockingQueue<String> losses = new ArrayBlockingQueue<>(LOSSES_MAX);
    private final Map<String, PathDefinition> paths = new HashMap<>();
    private final Map<String, DeviceDefinition> devices = new HashMap<>();
    private final IcmpFacts facts;
    private long countedNs;
    private volatile boolean isStopping;

    /**
     * What it measures with.
     *
     * @param prober empty when the machine does not let us send ICMP: such probes are then not measured
     * @param probers probe the other kinds; a kind without one is not measured
     */
    public record Tools(
            Optional<IcmpProber> prober,
            Map<ProbeKind, PathProber> probers,
            DevicePolls devicePolls,
            HostPolls hostPolls,
            Resolver resolver,
            Intake intake,
            Counters counters,
            MonotonicClock clock) {}

    /** A loop with nothing to do but its own machine, until it is assigned something. */
    public ProbeLoop(String agentId, Tools tools) {
        this.tools = tools;
        this.hostDeviceId = HostPolls.deviceIdOf(agentId);
        this.schedule = new PollSchedule(agentId);
        this.facts = new IcmpFacts(hostDeviceId, tools.intake);
        this.countedNs = tools.clock.nowNs() - COUNT_GAP_NS;
        assign(Assignment.EMPTY);
    }

    /** What to measure from now on. */
    public void assign(Assignment assignment) {
        assigned.set(assignment);
    }

    /** Ends the loop within a moment; what is in flight counts as not measured. */
    public void stop() {
        isStopping = true;
    }

    @Override
    public void run() {
        while (!isStopping) {
            takeAssignment();
            takeLosses();
            for (Due due : schedule.due(tools.clock.nowNs())) {
                start(due);
            }
            long nowNs = tools.clock.nowNs();
            if (nowNs - countedNs >= COUNT_GAP_NS) {
                count(nowNs);
            }
            waitFor(Math.max(0, schedule.nextDueNs(nowNs + WAIT_NS_MAX) - nowNs));
            LockSupport.parkNanos(REST_NS);
        }
        count(tools.clock.nowNs());
        tools.prober.ifPresent(prober -> prober.stop(this::observed));
    }

    private void takeAssignment() {
        Assignment next = assigned.getAndSet(null);
        if (next == null) {
            return;
        }
        paths.clear();
        devices.clear();
        next.paths().forEach(path -> paths.put(path.id(), path));
        next.devices().forEach(device -> devices.put(device.id(), device));
        schedule.replace(Tasks.of(next, hostDeviceId), tools.clock.nowNs());
        facts.replace(paths.values());
        tools.devicePolls.keepOnly(devices.keySet());
        tools.probers.values().forEach(prober -> prober.keepOnly(paths.keySet()));
    }

    private void takeLosses() {
        for (String pathId = losses.poll(); pathId != null; pathId = losses.poll()) {
            schedule.onLost(pathId, tools.clock.nowNs());
        }
    }

    private void start(Due due) {
        String id = due.task().id();
        switch (due.task().kind()) {
            case PATH -> startPath(paths.get(id), due);
            case DEVICE -> {
                DeviceDefinition device = devices.get(id);
                if (device != null) {
                    startDevice(device, due);
                }
            }
            case HOST -> {
                if (!due.isOverrun()) {
                    tools.hostPolls.poll(due.dueNs());
                }
            }
        }
    }

    private void startPath(@Nullable PathDefinition path, Due due) {
        if (path == null) {
            return;
        }
        if (due.isOverrun()) {
            notMeasured(path, due, Outcome.NotMeasuredReason.OVERRUN);
            return;
        }
        if (path.options() instanceof ProbeOptions.Echo echo) {
            sendIcmp(path, echo, due);
            return;
        }
        PathProber prober = tools.probers.get(path.kind());
        if (prober == null) {
            notMeasured(path, due, Outcome.NotMeasuredReason.NOT_SENT);
            return;
        }
        tools.counters.add(Counter.PROBES_SENT);
        prober.start(path, path.deviceId().map(devices::get), due.dueNs(), this::observedElsewhere);
    }

    private void sendIcmp(PathDefinition path, ProbeOptions.Echo echo, Due due) {
        long nowNs = tools.clock.nowNs();
        Optional<InetAddress> address = tools.resolver.addressOf(path.target(), nowNs);
        facts.probed(path, address, nowNs);
        if (tools.prober.isEmpty() || address.isEmpty()) {
            notMeasured(
                    path,
                    due,
                    address.isEmpty() ? Outcome.NotMeasuredReason.UNRESOLVED : Outcome.NotMeasuredReason.NOT_SENT);
            return;
        }
        boolean isSent = tools.prober
                .get()
                .send(
                        path.id(),
                        address.get(),
                        new TypeP(echo.payloadBytes(), echo.dscp()),
                        path.waitingTimeMs() * NS_PER_MS,
                        due.dueNs(),
                        this::observed);
        if (isSent) {
            tools.counters.add(Counter.PROBES_SENT);
        }
    }

    private void startDevice(DeviceDefinition device, Due due) {
        Optional<InetAddress> address = tools.resolver.addressOf(device.address(), tools.clock.nowNs());
        if (due.isOverrun() || address.isEmpty() || device.snmp().isEmpty()) {
            tools.devicePolls.notMeasured(device, due.dueNs());
        } else {
            tools.devicePolls.poll(
                    device, new SnmpTarget(address.get(), device.snmp().get()), due.dueNs());
        }
    }

    private void notMeasured(PathDefinition path, Due due, Outcome.NotMeasuredReason reason) {
        tools.intake.observe(new Observation(path.id(), due.dueNs(), new Outcome.NotMeasured(reason)));
    }

    private void observed(Observation observation) {
        tools.intake.observe(observation);
        if (observation.outcome() instanceof Outcome.Lost) {
            schedule.onLost(observation.pathId(), tools.clock.nowNs());
        }
    }

    /** On a thread of a prober: hands over and leaves. */
    private void observedElsewhere(Observation observation) {
        tools.intake.observe(observation);
        if (observation.outcome() instanceof Outcome.Lost) {
            boolean isTaken = losses.offer(observation.pathId());
            if (!isTaken) {
                tools.counters.add(Counter.SNMP_BUSY);
            }
        }
    }

    private void count(long nowNs) {
        countedNs = nowNs;
        tools.counters.set(Counter.OVERRUNS, schedule.overruns());
        tools.counters.set(Counter.OVERRUNS_UNREPORTED, schedule.overrunsUnreported());
        tools.prober.ifPresent(prober -> count(prober, nowNs));
    }

    private void count(IcmpProber prober, long nowNs) {
        ProberCounters counted = prober.counters();
        tools.counters.set(Counter.ICMP_LATE, counted.late());
        tools.counters.set(Counter.ICMP_DUPLICATE, counted.duplicate());
        tools.counters.set(Counter.ICMP_DROPPED_BY_KERNEL, counted.droppedByKernel());
        tools.counters.set(Counter.ICMP_STARVED, counted.starved());
        tools.counters.set(Counter.HELD_UP_MS, counted.heldUpNs() / NS_PER_MS);
        tools.counters.set(Counter.RUN_DELAY_MS, counted.scheduling().runDelayNs() / NS_PER_MS);
        tools.counters.set(Counter.STEAL_MS, counted.scheduling().stealNs() / NS_PER_MS);
        tools.counters.set(Counter.THROTTLED_MS, counted.scheduling().throttledNs() / NS_PER_MS);
        if (facts.isTime(nowNs)) {
            facts.counted(prober.takePathCounts(), counted, nowNs);
        }
    }

    private void waitFor(long waitNs) {
        if (tools.prober.isPresent()) {
            tools.prober.get().poll(waitNs, this::observed);
            return;
        }
        try {
            String lost = losses.poll(waitNs, TimeUnit.NANOSECONDS);
            if (lost != null) {
                schedule.onLost(lost, tools.clock.nowNs());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isStopping = true;
        }
    }
}
