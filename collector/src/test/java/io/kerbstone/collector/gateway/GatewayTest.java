package io.kerbstone.collector.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.TestJournal;
import io.kerbstone.collector.archive.Archive;
import io.kerbstone.collector.ingest.Ingest;
import io.kerbstone.collector.judge.Shelves;
import io.kerbstone.collector.registry.AgentEvent;
import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.registry.Sealer;
import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.ReceivedRows;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.identity.AgentIdentity;
import io.kerbstone.identity.CertificateAuthority;
import io.kerbstone.identity.Certificates;
import io.kerbstone.identity.EnrolmentProof;
import io.kerbstone.identity.EnrolmentToken;
import io.kerbstone.identity.SigningKey;
import io.kerbstone.identity.TlsContexts;
import io.kerbstone.settings.DefinitionsReader;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.Message.Refused.Code;
import io.kerbstone.wire.SequenceRanges;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway on loopback with real TLS, certificates and frames. */
class GatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final WallClock WALL = WallClock.SYSTEM;
    private static final List<Throwable> FATAL = new CopyOnWriteArrayList<>();

    @TempDir
    static Path folder;

    private static Database database;
    private static Archive archive;
    private static Ingest ingest;
    private static Registry registry;
    private static CertificateAuthority authority;
    private static TlsContexts tls;
    private static ThreadFactory threads;
    private static Gateway gateway;
    private static EventLoopGroup loops;
    private static int port;
    private static int agents;

    private AgentIdentity identity;
    private String agentId;
    private TestJournal journal;

    @BeforeAll
    static void open() throws Exception {
        threads = task -> {
            Thread thread = new Thread(task, "gateway-test");
            thread.setDaemon(true);
            return thread;
        };
        database = Database.inMemory("gateway");
        archive = Archive.open(folder.resolve("archive"), 0);
        ReceivedRows received = new ReceivedRows(database);
        Shelves shelves = new Shelves(new ChunkRows(database), new SpanRows(database), ZoneOffset.UTC);
        SigningKey key = SigningKey.generate();
        ingest = new Ingest(archive, received, shelves, key, MonotonicClock.SYSTEM, WALL, threads, FATAL::add);
        registry = new Registry(database, new Plain(), ingest);
        authority = CertificateAuthority.openOrCreate(folder.resolve("keys"), "Test", WALL.nowMs());
        tls = TlsContexts.server(authority.issueServer(List.of("127.0.0.1"), WALL.nowMs()), WALL);
        gateway = new Gateway(registry, ingest, authority, tls, WALL, threads, FATAL::add);
        ingest.start();
        port = gateway.listen("127.0.0.1", 0);
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    @AfterAll
    static void close() {
        var unused = loops.shutdownGracefully();
        gateway.close();
        ingest.close();
        archive.close();
        database.close();
        assertEquals(List.of(), FATAL);
    }

    private record Plain() implements Sealer {
        @Override
        public byte[] seal(byte[] plain) {
            return plain;
        }

        @Override
        public byte[] open(byte[] sealed) {
            return sealed;
        }
    }

    @BeforeEach
    void enrol() throws Exception {
        int number = ++agents;
        identity = AgentIdentity.create(folder.resolve("agent-" + number));
        Message.Enrolled enrolled = enrol(token(1, 60_000), "Cabinet " + number).await(Message.Enrolled.class);
        agentId = enrolled.agentId();
        identity.store(new AgentIdentity.Enrolment(
                agentId,
                Certificates.parse(enrolled.certificate()),
                Certificates.parse(enrolled.ca()),
                "127.0.0.1:" + port));
        journal = new TestJournal(agentId, identity.signingKey());
    }

    private static EnrolmentToken token(int uses, long ttlMs) {
        EnrolmentToken token = EnrolmentToken.create(authority.fingerprint());
        assertEquals(
                Optional.empty(), registry.addToken(token.secretHash(), "North", ttlMs, uses, "ann", WALL.nowMs()));
        return token;
    }

    private TestClient enrol(EnrolmentToken token, String name) {
        TestClient client = new TestClient(loops, TlsContexts.enrolling(token), port);
        byte[] csr = identity.csr(name);
        client.send(new Message.Enrol(
                token.secret(),
                name,
                csr,
                identity.signingKey().verifyingKey().encoded(),
                EnrolmentProof.make(identity.signingKey(), csr)));
        return client;
    }

    private TestClient connect() {
        return new TestClient(loops, TlsContexts.agent(identity.tlsCredentials().orElseThrow(), WALL), port);
    }

    private Message.Hello hello(Epoch epoch, long configVersion) {
        return new Message.Hello(1, agentId, epoch, 1, 1, configVersion, "0.1.0", "boot");
    }

    private TestClient greeted() {
        TestClient client = connect();
        client.send(hello(journal.epoch(), 1));
        client.await(Message.Welcome.class);
        return client;
    }

    private byte[] frame() {
        return journal.tenProbes("p", TestJournal.START_MS + journal.nextSequence() * 10_000, new Random(1));
    }

    private static Gateway bounded(int connections, int silentMs) {
        Gateway.Bounds bounds = new Gateway.Bounds(connections, silentMs);
        return new Gateway(bounds, registry, ingest, authority, tls, WALL, threads, FATAL::add);
    }

    @Test
    void shouldTurnAwayTheConnectionAboveTheBoundUntilOneLeaves() throws Exception {
        try (Gateway small = bounded(2, Gateway.SILENT_MS)) {
            int door = small.listen("127.0.0.1", 0);
            TlsContexts enrolling = TlsContexts.enrolling(token(1, 60_000));
            TestClient first = new TestClient(loops, enrolling, door);
            TestClient second = new TestClient(loops, enrolling, door);
            first.send(hello(journal.epoch(), 1));
            assertEquals(Code.PROTOCOL, first.await(Message.Refused.class).code(), "the first was heard");
            assertTrue(first.isClosed());
            await().atMost(PATIENCE).until(() -> small.connections() == 1);
            TestClient third = new TestClient(loops, enrolling, door);
            await().atMost(PATIENCE).until(() -> small.connections() == 2);
            assertEquals(0, small.counters().turnedAway(), "two at a time are within the bound");
            TestClient oneTooMany = new TestClient(loops, enrolling, door);
            assertTrue(oneTooMany.isClosed());
            assertEquals(1, small.counters().turnedAway());
            await().atMost(PATIENCE).until(() -> small.connections() == 2);
            second.close();
            third.close();
        }
    }

    @Test
    void shouldEndAConnectionWhenItIsSilentForTheBoundAndKeepOneThatSpeaks() throws Exception {
        try (Gateway strict = bounded(10, 3_000)) {
            int door = strict.listen("127.0.0.1", 0);
            TlsContexts own = TlsContexts.agent(identity.tlsCredentials().orElseThrow(), WALL);
            TestClient speaks = new TestClient(loops, own, door);
            speaks.send(hello(journal.epoch(), 1));
            speaks.await(Message.Welcome.class);
            TestClient silent = new TestClient(loops, TlsContexts.enrolling(token(1, 60_000)), door);
            await().pollInterval(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> {
                speaks.send(new Message.TimeRequest(1));
                speaks.await(Message.TimeReply.class);
                return !silent.channel.isOpen();
            });
            assertTrue(speaks.channel.isOpen());
            assertTrue(speaks.isClosed(), "then it falls silent too");
            assertEquals(1, strict.counters().broken());
        }
    }

    @Test
    void shouldStoreAndAcknowledgeFramesAndTellThemAgainWhenReconnected() {
        SequenceRanges acknowledged = SequenceRanges.EMPTY;
        int credit = 0;
        try (TestClient client = greeted()) {
            for (int i = 0; i < AgentConnection.CREDIT; i++) {
                client.send(new Message.FrameMessage(frame()));
            }
            while (acknowledged.count() < AgentConnection.CREDIT) {
                acknowledged = acknowledged.plus(client.await(Message.Ack.class).ranges());
                credit += client.await(Message.Credit.class).frames();
            }
            assertEquals(AgentConnection.CREDIT, credit);
        }
        try (TestClient client = connect()) {
            client.send(hello(journal.epoch(), 1));
            Message.Welcome welcome = client.await(Message.Welcome.class);
            assertEquals(acknowledged, welcome.stored());
            assertEquals(AgentConnection.CREDIT, welcome.credit());
        }
        try (TestClient client = connect()) {
            client.send(hello(Epoch.random(), 1));
            assertEquals(
                    SequenceRanges.EMPTY, client.await(Message.Welcome.class).stored());
        }
    }

    @Test
    void shouldEndTheConnectionWhenMoreFramesComeThanTheCreditAllows() {
        try (TestClient client = greeted()) {
            // Written in one go, so that no acknowledgement can come in between.
            List<byte[]> frames = new ArrayList<>();
            for (int i = 0; i <= 4 * AgentConnection.CREDIT; i++) {
                frames.add(frame());
            }
            for (byte[] frame : frames) {
                var unused = client.channel.write(new Message.FrameMessage(frame));
            }
            client.channel.flush();
            assertEquals(Code.PROTOCOL, client.await(Message.Refused.class).code());
            assertTrue(client.isClosed());
        }
    }

    @Test
    void shouldRefuseWithSentenceWhenTokenIsWrongExpiredOrUsedUp() {
        EnrolmentToken once = token(1, 60_000);
        enrol(once, "first").await(Message.Enrolled.class);
        Message.Refused usedUp = enrol(once, "second").await(Message.Refused.class);
        assertEquals(Code.TOKEN, usedUp.code());
        assertTrue(usedUp.sentence().contains("used up"), usedUp.sentence());
        EnrolmentToken unknown = EnrolmentToken.create(authority.fingerprint());
        assertTrue(enrol(unknown, "x").await(Message.Refused.class).sentence().contains("not known"));
        EnrolmentToken short1 = token(1, 1);
        await().atMost(PATIENCE).until(() -> registry.refusalOfToken(short1.secretHash(), WALL.nowMs())
                .isPresent());
        assertTrue(enrol(short1, "x").await(Message.Refused.class).sentence().contains("expired"));
    }

    @Test
    void shouldRefuseEnrolmentWhenTheSigningKeyIsNotProved() {
        EnrolmentToken token = token(1, 60_000);
        TestClient client = new TestClient(loops, TlsContexts.enrolling(token), port);
        byte[] csr = identity.csr("x");
        byte[] stolen = SigningKey.generate().verifyingKey().encoded();
        client.send(
                new Message.Enrol(token.secret(), "x", csr, stolen, EnrolmentProof.make(identity.signingKey(), csr)));
        assertEquals(Code.ENROLMENT, client.await(Message.Refused.class).code());
        assertEquals(Optional.empty(), registry.refusalOfToken(token.secretHash(), WALL.nowMs()));
    }

    @Test
    void shouldHearNothingButEnrolmentWhenThereIsNoCertificate() {
        TestClient client = new TestClient(loops, TlsContexts.enrolling(token(1, 60_000)), port);
        client.send(hello(journal.epoch(), 0));
        assertEquals(Code.PROTOCOL, client.await(Message.Refused.class).code());
        assertTrue(client.isClosed());
    }

    @Test
    void shouldCutOffAtOnceAndTurnAwayLaterWhenRevoked() {
        List<AgentEvent> events = new CopyOnWriteArrayList<>();
        registry.onAgentEvent(events::add);
        TestClient client = greeted();
        await().atMost(PATIENCE)
                .until(() -> registry.agent(agentId).orElseThrow().connected());
        assertEquals(Optional.empty(), registry.revoke(agentId, "ann", WALL.nowMs()));
        assertEquals(Code.REVOKED, client.await(Message.Refused.class).code());
        assertTrue(client.isClosed());
        await().atMost(PATIENCE)
                .until(() -> !registry.agent(agentId).orElseThrow().connected());
        TestClient again = connect();
        assertEquals(Code.REVOKED, again.await(Message.Refused.class).code());
        assertTrue(again.isClosed());
        List<AgentEvent.Kind> kinds = events.stream()
                .filter(event -> event.agentId().equals(agentId))
                .map(AgentEvent::kind)
                .toList();
        assertEquals(List.of(AgentEvent.Kind.CONNECTED, AgentEvent.Kind.REVOKED, AgentEvent.Kind.DISCONNECTED), kinds);
    }

    @Test
    void shouldRefuseForgedFrameAndGoOnWhenOthersAreGood() {
        try (TestClient client = greeted()) {
            byte[] forged = new TestJournal(agentId, SigningKey.generate(), journal.epoch()).poll("d", 1, 1);
            client.send(new Message.FrameMessage(forged));
            Message.Refused refused = client.await(Message.Refused.class);
            assertEquals(Code.FRAME_SIGNATURE, refused.code());
            assertEquals(1, refused.sequence());
            assertEquals(1, client.await(Message.Credit.class).frames());
            client.send(new Message.FrameMessage(frame()));
            assertEquals(
                    SequenceRanges.of(1, 1), client.await(Message.Ack.class).ranges());
        }
    }

    @Test
    void shouldRefuseHelloWhenItNamesAnotherAgent() {
        TestClient client = connect();
        client.send(new Message.Hello(1, "somebody", journal.epoch(), 1, 1, 0, "0.1.0", "boot"));
        assertEquals(Code.IDENTITY, client.await(Message.Refused.class).code());
        assertTrue(client.isClosed());
    }

    @Test
    void shouldEndOnlyTheBrokenConnectionWhenBytesAreNoMessage() throws Exception {
        try (TestClient good = greeted()) {
            enrol();
            TestClient bad = greeted();
            long before = gateway.counters().broken();
            var unused = bad.channel
                    .pipeline()
                    .context("MessageCodec#0")
                    .writeAndFlush(Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 2, 99, 0}));
            assertEquals(Code.PROTOCOL, bad.await(Message.Refused.class).code());
            assertTrue(bad.isClosed());
            assertEquals(before + 1, gateway.counters().broken());
            good.send(new Message.TimeRequest(1));
            assertEquals(1, good.await(Message.TimeReply.class).sentAtNs());
        }
    }

    @Test
    void shouldKeepTheNewestConnectionWhenAnAgentConnectsTwice() {
        TestClient first = greeted();
        try (TestClient second = greeted()) {
            assertEquals(Code.PROTOCOL, first.await(Message.Refused.class).code());
            assertTrue(first.isClosed());
            second.send(new Message.TimeRequest(42));
            Message.TimeReply reply = second.await(Message.TimeReply.class);
            assertEquals(42, reply.sentAtNs());
            assertTrue(reply.sentUnixNs() >= reply.receivedUnixNs());
            assertTrue(registry.agent(agentId).orElseThrow().connected());
        }
    }

    @Test
    void shouldPushAssignmentWhenItChangesOrTheAgentHasAnOlderOne() {
        try (TestClient client = greeted()) {
            PathDefinition path = PathDefinition.icmp("path-of-" + agentId, "192.0.2.1");
            assertEquals(Optional.empty(), registry.putPath(path, agentId, "ann", WALL.nowMs()));
            Message.ConfigMessage config = client.await(Message.ConfigMessage.class);
            assertEquals(2, config.version());
            Mistakes mistakes = new Mistakes();
            assertEquals(
                    List.of(path),
                    DefinitionsReader.readAssignment(Documents.parseJson(config.document(), mistakes), mistakes)
                            .paths());
            client.send(new Message.ConfigApplied(2, List.of("paths[0]: nonsense")));
            await().atMost(PATIENCE)
                    .until(() -> registry.agent(agentId).orElseThrow().appliedVersion() == 2);
            AgentRecord agent = registry.agent(agentId).orElseThrow();
            assertEquals(List.of("paths[0]: nonsense"), agent.mistakes());
            assertEquals("North", agent.site());
            assertArrayEquals(identity.signingKey().verifyingKey().encoded(), agent.signingKey());
        }
        try (TestClient client = greeted()) {
            assertEquals(2, client.await(Message.ConfigMessage.class).version());
        }
    }
}
