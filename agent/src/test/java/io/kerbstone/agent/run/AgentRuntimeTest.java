package io.kerbstone.agent.run;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.agent.config.AgentConfig;
import io.kerbstone.agent.config.StateFolder;
import io.kerbstone.agent.uplink.Enroller;
import io.kerbstone.agent.uplink.Enrolling;
import io.kerbstone.identity.AgentIdentity;
import io.kerbstone.identity.EnrolmentToken;
import io.kerbstone.measurement.PathFacts;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.Hash;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.ObservationBlock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent against a small collector; only the target on loopback and this machine's /proc are real. */
class AgentRuntimeTest {
    private static final ConditionFactory SOON =
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));

    @TempDir
    private Path folder;

    private TestCollector collector;
    private Optional<AgentRuntime> running = Optional.empty();

    @BeforeEach
    void enrol() throws Exception {
        collector = new TestCollector(folder.resolve("ca"));
        AgentIdentity identity = AgentIdentity.create(new StateFolder(state()).identity());
        Enrolling how = Enroller.enrol(
                collector.address(), collector.token(), "east gate", identity, Threads.named("test-enroll"));
        assertEquals(new Enrolling.Done("agent-1"), how);
    }

    @AfterEach
    void stop() {
        stopAgent();
        collector.close();
    }

    private Path state() {
        return folder.resolve("state");
    }

    private void startAgent() throws IOException {
        AgentConfig config = new AgentConfig(
                List.of(collector.address()),
                state(),
                "east gate",
                AgentConfig.JOURNAL_CAP_BYTES_MIN,
                new Assignment(0, List.of(), List.of(PathDefinition.icmp("loop", "127.0.0.1"))),
                Optional.empty());
        AgentIdentity identity =
                AgentIdentity.load(new StateFolder(state()).identity()).orElseThrow();
        running = Optional.of(AgentRuntime.start(config, identity, MonotonicClock.SYSTEM, WallClock.SYSTEM));
    }

    private void stopAgent() {
        running.ifPresent(AgentRuntime::stop);
        running = Optional.empty();
    }

    private Node status() throws IOException {
        Mistakes mistakes = new Mistakes();
        Node status = Documents.parseJson(Files.readString(new StateFolder(state()).status()), mistakes);
        assertTrue(mistakes.isEmpty(), mistakes.toString());
        return status;
    }

    private static long observations(Frame frame, String pathId) {
        return frame.body().observations().stream()
                .filter(block -> block.pathId().equals(pathId))
                .mapToInt(ObservationBlock::size)
                .sum();
    }

    private long observations(String pathId) {
        return collector.frames.values().stream()
                .flatMap(ofEpoch -> ofEpoch.values().stream())
                .mapToLong(frame -> observations(frame, pathId))
                .sum();
    }

    private boolean hasHostReadings() {
        return collector.frames.values().stream()
                .flatMap(ofEpoch -> ofEpoch.values().stream())
                .flatMap(frame -> frame.body().readings().stream())
                .anyMatch(poll -> poll.deviceId().equals("agent-1.host")
                        && !poll.readings().isEmpty());
    }

    /** Every frame from the first on is there and names the one before it. */
    private static void assertChain(Map<Long, Frame> frames) {
        Hash previous = Hash.ZERO;
        long expected = 1;
        for (Map.Entry<Long, Frame> entry : frames.entrySet()) {
            assertEquals(expected++, entry.getKey());
            assertEquals(previous, entry.getValue().body().previous(), "frame " + entry.getKey());
            previous = entry.getValue().hash();
        }
    }

    @Test
    void shouldMeasureSignAndDeliverAndGoOnAcrossRestartsOfBothSides() throws Exception {
        startAgent();
        SOON.until(() -> observations("loop") >= 2 && hasHostReadings());
        assertThrows(IOException.class, this::startAgent, "a second agent in the same folder");

        collector.close();
        int before = collector.count();
        SOON.until(() -> running.get().backlog() >= 2);
        collector.listen();
        SOON.until(() -> collector.count() >= before + 2);
        stopAgent();

        startAgent();
        int afterRestart = collector.count();
        SOON.until(() -> collector.count() > afterRestart + 1);
        SOON.until(() -> running.get().backlog() == 0);
        stopAgent();

        assertEquals(List.of(), collector.wrong);
        assertEquals(1, collector.frames.size(), "one epoch");
        Map<Long, Frame> frames = collector.frames.values().iterator().next();
        assertChain(frames);
        assertEquals(
                2,
                frames.values().stream()
                        .filter(frame -> frame.body().definitions().isPresent())
                        .count(),
                "one frame with the local definitions per run");
        assertFalse(status().child("journal").orElseThrow().flag("failing", true, new Mistakes()));
    }

    @Test
    void shouldMeasureServicesAsPathsLikeAnyOther() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            int port = server.getLocalPort();
            int closed = closedPort();
            String document = "{\"version\":5,\"paths\":["
                    + "{\"id\":\"tcp\",\"kind\":\"tcp\",\"target\":\"localhost\",\"port\":" + port + "},"
                    + "{\"id\":\"http\",\"kind\":\"http\",\"target\":\"http://127.0.0.1:" + closed + "/\"},"
                    + "{\"id\":\"dns\",\"kind\":\"dns\",\"target\":\"127.0.0.1\",\"port\":" + closed
                    + ",\"query\":\"street.test\"},"
                    + "{\"id\":\"ntp\",\"kind\":\"ntp\",\"target\":\"127.0.0.1\",\"port\":" + closed + "}]}";
            collector.config = Optional.of(new Message.ConfigMessage(5, document));
            startAgent();

            SOON.until(() -> replies("tcp") >= 2);
            SOON.until(() -> observations("http") >= 1 && observations("dns") >= 1 && observations("ntp") >= 1);
            SOON.until(() -> hasFacts("tcp") && hasFacts("http"));
            assertEquals(0, replies("http") + replies("dns") + replies("ntp"));
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private long replies(String pathId) {
        return frames().flatMap(frame -> frame.body().observations().stream())
                .filter(block -> block.pathId().equals(pathId))
                .flatMapToInt(block -> IntStream.range(0, block.size()).filter(block::isReplied))
                .count();
    }

    private boolean hasFacts(String pathId) {
        return frames().flatMap(frame -> frame.body().readings().stream())
                .anyMatch(facts -> PathFacts.isFacts(facts) && facts.deviceId().equals(pathId));
    }

    private Stream<Frame> frames() {
        return collector.frames.values().stream().flatMap(ofEpoch -> ofEpoch.values().stream());
    }

    @Test
    void shouldApplyAnAssignmentLiveAndKeepItWithoutTheCollector() throws Exception {
        String document = "{\"version\":4,\"paths\":[{\"id\":\"given\",\"kind\":\"icmp\",\"target\":\"127.0.0.2\"}]}";
        collector.config = Optional.of(new Message.ConfigMessage(4, document));
        startAgent();
        SOON.until(() -> observations("given") >= 1);
        assertEquals(List.of(new Message.ConfigApplied(4, List.of())), collector.heard(Message.ConfigApplied.class));
        stopAgent();

        collector.close();
        long before = observations("given");
        startAgent();
        SOON.until(() -> running.get().backlog() >= 3);
        collector.config = Optional.empty();
        collector.listen();
        SOON.until(() -> observations("given") > before);
        List<Message.Hello> hellos = collector.heard(Message.Hello.class);
        assertEquals(4, hellos.get(hellos.size() - 1).configVersion());
    }

    @Test
    void shouldRefuseAnAssignmentWithMistakesWhole() throws Exception {
        collector.config = Optional.of(new Message.ConfigMessage(
                5,
                "{\"version\":5,\"paths\":[{\"id\":\"a\",\"kind\":\"icmp\",\"target\":\"127.0.0.2\"},"
                        + "{\"id\":\"loop\",\"kind\":\"icmp\",\"target\":\"127.0.0.1\",\"ruel\":\"x\"}]}"));
        startAgent();
        SOON.until(() -> !collector.heard(Message.ConfigApplied.class).isEmpty());

        List<String> mistakes =
                collector.heard(Message.ConfigApplied.class).get(0).mistakes();
        assertEquals(2, mistakes.size(), mistakes.toString());
        SOON.until(() -> observations("loop") >= 1);
        assertEquals(0, observations("a"));
    }

    @Test
    void shouldBeginANewEpochWhenTheJournalWasLost() throws Exception {
        startAgent();
        SOON.until(() -> observations("loop") >= 1);
        stopAgent();
        try (var files = Files.list(new StateFolder(state()).journal())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        startAgent();
        SOON.until(() -> collector.frames.size() == 2);
        assertEquals(List.of(), collector.wrong);
    }

    @Test
    void shouldKeepMeasuringAndSayRevokedWhenTheCollectorRefuses() throws Exception {
        collector.refusal =
                Optional.of(new Message.Refused(Message.Refused.Code.REVOKED, "This agent was revoked.", 0));
        startAgent();
        SOON.until(() -> running.get().backlog() >= 3);
        SOON.untilAsserted(() -> {
            Node uplink = status().child("uplink").orElseThrow();
            assertEquals("refused", uplink.text("state", new Mistakes()));
            assertTrue(uplink.text("sentence", new Mistakes()).contains("revoked"));
        });
        assertEquals(1, collector.heard(Message.Hello.class).size(), "it does not knock again soon");
    }

    @Test
    void shouldStayWithinTheCreditWhenNothingIsAcknowledged() throws Exception {
        collector.isAcknowledging = false;
        startAgent();
        SOON.until(() -> running.get().backlog() >= 5);
        SOON.until(() -> collector.count() == 3);
        Epoch epoch = collector.frames.keySet().iterator().next();
        assertTrue(collector.stored(epoch).highest() <= running.get().backlog());
    }

    @Test
    void shouldSayWhyWhenEnrolmentIsRefusedOrNobodyIsThere() throws Exception {
        AgentIdentity other = AgentIdentity.create(folder.resolve("other"));
        EnrolmentToken stranger = EnrolmentToken.create(new byte[32]);
        Enrolling pinned = Enroller.enrol(collector.address(), stranger, "x", other, Threads.named("test-enroll"));
        assertInstanceOf(Enrolling.Unreachable.class, pinned);
        assertTrue(((Enrolling.Unreachable) pinned).sentence().contains("not trusted"), pinned.toString());

        EnrolmentToken wrong = EnrolmentToken.create(
                io.kerbstone.identity.Certificates.fingerprint(AgentIdentity.load(new StateFolder(state()).identity())
                        .orElseThrow()
                        .enrolment()
                        .orElseThrow()
                        .ca()));
        assertEquals(
                new Enrolling.Refused("wrong token"),
                Enroller.enrol(collector.address(), wrong, "x", other, Threads.named("test-enroll")));
        assertFalse(other.isEnrolled());

        collector.close();
        Enrolling nobody =
                Enroller.enrol(collector.address(), collector.token(), "x", other, Threads.named("test-enroll"));
        assertTrue(((Enrolling.Unreachable) nobody).sentence().startsWith("Nobody listens"), nobody.toString());
        collector.listen();
    }
}
