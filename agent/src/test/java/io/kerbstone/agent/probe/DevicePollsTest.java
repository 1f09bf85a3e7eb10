package io.kerbstone.agent.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.agent.record.Batch;
import io.kerbstone.agent.record.Intake;
import io.kerbstone.agent.run.Threads;
import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.host.HostReader;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.DeviceReadings.Status;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Rule;
import io.kerbstone.profiles.ProfileCatalogue;
import io.kerbstone.profiles.Walks;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.settings.ProbeKind;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.settings.Secret;
import io.kerbstone.settings.SnmpAccess;
import io.kerbstone.settings.Stream;
import io.kerbstone.snmp.SnmpReader;
import io.kerbstone.snmp.SnmpTarget;
import io.kerbstone.snmp.responder.Recording;
import io.kerbstone.snmp.responder.SnmpResponder;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Polls and SNMP probes against the played demo switch on loopback. */
class DevicePollsTest {
    private static final ConditionFactory SOON =
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));

    private final Counters counters = new Counters();
    private final Intake intake = new Intake(counters);
    private final Workers workers = new Workers(Threads.named("test-worker"));
    private final List<DeviceReadings> polls = new ArrayList<>();
    private final List<Observation> observations = new ArrayList<>();

    private SnmpReader reader;
    private SnmpResponder device;
    private DevicePolls devicePolls;

    @BeforeEach
    void open() throws IOException {
        reader = SnmpReader.open(MonotonicClock.SYSTEM);
        Recording recording = Recording.parse(Walks.text(Walks.DEMO_SWITCH));
        device = SnmpResponder.open(SnmpResponder.Config.onLoopback(recording, "street"), MonotonicClock.SYSTEM);
        devicePolls = new DevicePolls(reader, ProfileCatalogue.shipped(), workers, intake, counters);
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        device.close();
        workers.close();
    }

    private SnmpAccess access(String community) {
        return SnmpAccess.v2c(device.address().getPort(), Secret.of(community));
    }

    private DeviceDefinition definition(String id, String community) {
        return new DeviceDefinition(id, id, "127.0.0.1", Optional.of(access(community)), "auto", 60_000);
    }

    private void poll(DeviceDefinition definition) {
        SnmpTarget target = new SnmpTarget(
                InetAddress.getLoopbackAddress(), definition.snmp().orElseThrow());
        devicePolls.poll(definition, target, MonotonicClock.SYSTEM.nowNs());
    }

    private int drain() {
        for (Batch batch = intake.take(); !batch.isEmpty(); batch = intake.take()) {
            polls.addAll(batch.polls());
            observations.addAll(batch.observations());
        }
        return polls.size();
    }

    @Test
    void shouldReadADeviceCompletelyAndMakeRatesFromTheSecondPollOn() {
        DeviceDefinition definition = definition("sw", "street");
        poll(definition);
        SOON.until(() -> drain() == 1);
        poll(definition);
        SOON.until(() -> drain() == 2);

        assertEquals(Status.COMPLETE, polls.get(0).status());
        assertFalse(polls.get(0).profileId().isEmpty());
        assertTrue(polls.get(0).readings().size() > 10);
        assertTrue(polls.get(1).readings().stream()
                .anyMatch(reading -> reading.kind() == io.kerbstone.measurement.Reading.Kind.RATE
                        && reading.quality() == io.kerbstone.measurement.Reading.Quality.GOOD));
    }

    @Test
    void shouldNotPollTwiceAtOnceAndSayNoAnswerWhenNobodyAnswers() {
        DeviceDefinition wrong = definition("sw", "wrong");
        poll(wrong);
        poll(wrong);
        SOON.until(() -> drain() == 2);

        assertEquals(Status.NOT_MEASURED, polls.get(0).status());
        assertEquals(Status.NO_ANSWER, polls.get(1).status());
        assertEquals(1, counters.get(Counter.SNMP_BUSY));
    }

    @Test
    void shouldStartNoMorePollsThanItsBound() {
        for (int i = 0; i < DevicePolls.POLLS_MAX + 2; i++) {
            poll(definition("sw-" + i, "wrong"));
        }
        assertEquals(2, counters.get(Counter.SNMP_BUSY));
        SOON.until(() -> drain() == DevicePolls.POLLS_MAX + 2);
    }

    @Test
    void shouldTellWhatItCouldNotMeasureAndMeasureTheRest() throws Exception {
        Resolver resolver = new Resolver(workers::run, MonotonicClock.SYSTEM);
        ProbeLoop loop = new ProbeLoop(
                "agent-1",
                new ProbeLoop.Tools(
                        Optional.empty(),
                        Map.of(ProbeKind.SNMP, new SnmpPaths(reader, resolver, MonotonicClock.SYSTEM)),
                        devicePolls,
                        new HostPolls("agent-1.host", new HostReader(), workers, intake, counters),
                        resolver,
                        intake,
                        counters,
                        MonotonicClock.SYSTEM));
        PathDefinition bySnmp = new PathDefinition(
                "by-snmp", "x", "", Optional.of("sw"), Rule.STANDARD, 1_000, Stream.PERIODIC, new ProbeOptions.Snmp());
        loop.assign(new Assignment(
                1,
                List.of(definition("sw", "street")),
                List.of(
                        PathDefinition.icmp("no-icmp", "127.0.0.1"),
                        PathDefinition.icmp("no-name", "no-such-name.invalid"),
                        bySnmp)));
        Thread thread = Threads.named("test-probe").newThread(loop);
        thread.start();
        SOON.until(() -> {
            drain();
            return Set.of("no-icmp", "no-name", "by-snmp").stream().allMatch(id -> observations.stream()
                            .anyMatch(observation -> observation.pathId().equals(id)))
                    && polls.stream().anyMatch(poll -> poll.deviceId().equals("sw"))
                    && polls.stream().anyMatch(poll -> poll.deviceId().equals("agent-1.host"));
        });
        loop.stop();
        thread.join(30_000);

        assertEquals(new Outcome.NotMeasured(Outcome.NotMeasuredReason.NOT_SENT), outcome("no-icmp"));
        assertEquals(new Outcome.NotMeasured(Outcome.NotMeasuredReason.UNRESOLVED), outcome("no-name"));
        assertTrue(
                outcome("by-snmp") instanceof Outcome.Replied,
                outcome("by-snmp").toString());
    }

    private Outcome outcome(String pathId) {
        return observations.stream()
                .filter(observation -> observation.pathId().equals(pathId))
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    @Test
    void shouldKnowAddressesAtOnceAndNamesSoon() {
        Resolver resolver = new Resolver(workers::run, MonotonicClock.SYSTEM);
        assertEquals(
                "127.0.0.9", resolver.addressOf("127.0.0.9", 0).orElseThrow().getHostAddress());
        assertTrue(resolver.addressOf("::1", 0).isPresent());
        assertTrue(resolver.addressOf("999.1.1.1", 0).isEmpty());
        assertTrue(resolver.addressOf("192.0.2.7", 0).isPresent());
        SOON.until(() -> resolver.addressOf("localhost", 1).isPresent());
        assertTrue(resolver.addressOf("localhost", Resolver.REFRESH_NS * 5).isPresent(), "the old answer counts on");

        Resolver bounded = new Resolver(task -> true, MonotonicClock.SYSTEM);
        for (int i = 0; i < Resolver.NAMES_MAX + 10; i++) {
            assertTrue(bounded.addressOf("name-" + i, 0).isEmpty());
        }
        assertEquals(10, bounded.size());
    }

    @Test
    void shouldRefuseWorkBeyondItsBound() throws Exception {
        var gate = new java.util.concurrent.CountDownLatch(1);
        try (Workers few = new Workers(Threads.named("test-few"))) {
            int taken = 0;
            while (few.run(() -> hold(gate))) {
                taken++;
            }
            assertEquals(Workers.THREADS + Workers.QUEUE_MAX, taken);
            gate.countDown();
        }
    }

    private static void hold(java.util.concurrent.CountDownLatch gate) {
        try {
            assertTrue(gate.await(60, java.util.concurrent.TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
