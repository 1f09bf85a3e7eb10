package io.kerbstone.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.identity.AgentIdentity;
import io.kerbstone.identity.CertificateAuthority;
import io.kerbstone.identity.Certificates;
import io.kerbstone.identity.EnrolmentProof;
import io.kerbstone.identity.EnrolmentToken;
import io.kerbstone.identity.TlsContexts;
import io.kerbstone.identity.TlsCredentials;
import io.kerbstone.identity.VerifyingKey;
import io.kerbstone.time.ManualClock;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes and messages over real TLS on loopback, with a small collector that only enrols and echoes. */
class TlsLoopbackTest {
    private static final long NOW_MS = 1_790_000_000_000L;
    private static final long DAY_MS = 86_400_000L;
    private static final long DEADLINE_S = 30;

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock(NOW_MS * 1_000_000L);
    private final BlockingQueue<Object> server = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> client = new LinkedBlockingQueue<>();
    private EventLoopGroup loops;
    private CertificateAuthority authority;
    private Channel listening;

    @BeforeEach
    void listen() throws Exception {
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        authority = CertificateAuthority.openOrCreate(dir.resolve("ca"), "Kerbstone", NOW_MS);
        TlsContexts tls = TlsContexts.server(authority.issueServer(List.of("localhost"), NOW_MS), clock);
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(pipeline(tls::newEngine, server))
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    @AfterEach
    void close() throws Exception {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    /** Makes an engine for each connection. */
    private interface Engines {
        SSLEngine next();
    }

    private static ChannelInitializer<Channel> pipeline(Engines engines, BlockingQueue<Object> events) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(new SslHandler(engines.next()))
                        .addLast(new MessageCodec(MessageLimits.STRANGER_BYTES_MAX))
                        .addLast(new Recorder(events));
            }
        };
    }

    /** Puts handshakes, messages and the end into a queue. */
    private static final class Recorder extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<Object> events;

        Recorder(BlockingQueue<Object> events) {
            this.events = events;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                SslHandler ssl = context.pipeline().get(SslHandler.class);
                events.add(
                        handshake.isSuccess()
                                ? new Shaken(
                                        ssl.engine().getSession().getProtocol(),
                                        Certificates.peer(ssl.engine().getSession()))
                                : handshake.cause());
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            events.add(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            events.add("closed");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            events.add(cause);
            var unused = context.close();
        }
    }

    /** A finished handshake. */
    private record Shaken(String protocol, Optional<X509Certificate> peer) {}

    private Channel connect(Engines engines) throws Exception {
        return new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(pipeline(engines, client))
                .connect(listening.localAddress())
                .sync()
                .channel();
    }

    private static Object next(BlockingQueue<Object> events) throws InterruptedException {
        @Nullable Object event = events.poll(DEADLINE_S, TimeUnit.SECONDS);
        assertTrue(event != null, "nothing happened within the deadline");
        return event;
    }

    private AgentIdentity enrolled(CertificateAuthority ca, String folder) throws Exception {
        AgentIdentity identity = AgentIdentity.create(dir.resolve(folder));
        X509Certificate certificate = ca.issueAgent(identity.csr("x"), "agent-7", NOW_MS);
        identity.store(new AgentIdentity.Enrolment("agent-7", certificate, ca.certificate(), "localhost:1"));
        return identity;
    }

    private static TlsCredentials credentials(AgentIdentity identity) {
        return identity.tlsCredentials().orElseThrow();
    }

    private void assertRefused() throws InterruptedException {
        Object seen = next(server);
        assertInstanceOf(Throwable.class, seen, "the collector ends the handshake");
    }

    @Test
    void shouldShakeHandsByTls13WhenBothCertificatesAreRight() throws Exception {
        TlsContexts tls = TlsContexts.agent(credentials(enrolled(authority, "agent")), clock);
        for (int round = 0; round < 2; round++) { // The second one resumes the session of the first.
            Channel channel = connect(tls::newEngine);
            Shaken shaken = assertInstanceOf(Shaken.class, next(server));
            assertEquals("TLSv1.3", shaken.protocol());
            assertEquals(Optional.of("agent-7"), shaken.peer().flatMap(Certificates::agentId));
            assertInstanceOf(Shaken.class, next(client));
            Message hello = new Message.Hello(1, "agent-7", Epoch.random(), 1, 1, 0, "0.1.0", "boot");
            channel.writeAndFlush(hello).sync();
            assertEquals(hello, next(server));
            channel.close().sync();
            assertEquals("closed", next(server));
            assertEquals("closed", next(client));
        }
    }

    @Test
    void shouldBeRefusedWhenTheAgentIsOfAnotherAuthority() throws Exception {
        CertificateAuthority other = CertificateAuthority.openOrCreate(dir.resolve("other"), "Kerbstone", NOW_MS);
        TlsCredentials foreign = credentials(enrolled(other, "foreign"));
        // One that trusts this collector, so that only the collector can refuse.
        TlsCredentials trusting = new TlsCredentials(foreign.key(), foreign.chain(), authority.certificate());
        connect(TlsContexts.agent(trusting, clock)::newEngine);
        assertRefused();
    }

    @Test
    void shouldRefuseTheCollectorWhenItIsOfAnotherAuthority() throws Exception {
        CertificateAuthority other = CertificateAuthority.openOrCreate(dir.resolve("other"), "Kerbstone", NOW_MS);
        connect(TlsContexts.agent(credentials(enrolled(other, "foreign")), clock)::newEngine);
        assertInstanceOf(Throwable.class, next(client));
    }

    @Test
    void shouldRefuseTheCollectorWhenItShowsAnAgentsCertificate() throws Exception {
        AgentIdentity impostor = enrolled(authority, "impostor");
        TlsCredentials own = credentials(impostor);
        TlsCredentials posing = new TlsCredentials(own.key(), List.of(own.certificate(), own.ca()), own.ca());
        BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(pipeline(TlsContexts.server(posing, clock)::newEngine, events))
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        connect(TlsContexts.agent(credentials(enrolled(authority, "agent")), clock)::newEngine);
        assertInstanceOf(Throwable.class, next(client));
    }

    @Test
    void shouldEnrolWhenTheTokenPinsTheAuthority() throws Exception {
        EnrolmentToken token = EnrolmentToken.parse(
                EnrolmentToken.create(authority.fingerprint()).print());
        Channel channel = connect(TlsContexts.enrolling(token)::newEngine);
        assertEquals(
                Optional.empty(), assertInstanceOf(Shaken.class, next(server)).peer());
        assertInstanceOf(Shaken.class, next(client));
        AgentIdentity identity = AgentIdentity.create(dir.resolve("new"));
        byte[] csr = identity.csr("cabinet 7");
        channel.writeAndFlush(new Message.Enrol(
                        token.secret(),
                        "cabinet 7",
                        csr,
                        identity.signingKey().verifyingKey().encoded(),
                        EnrolmentProof.make(identity.signingKey(), csr)))
                .sync();
        Message.Enrol enrol = assertInstanceOf(Message.Enrol.class, next(server));
        assertTrue(EnrolmentToken.matches(token.secretHash(), enrol.tokenSecret()));
        VerifyingKey key = VerifyingKey.parse(enrol.signingKey()).orElseThrow();
        assertTrue(EnrolmentProof.holds(key, enrol.csr(), enrol.proof()));
        X509Certificate certificate = authority.issueAgent(enrol.csr(), "cabinet-7", NOW_MS);
        assertTrue(token.pins(authority.certificate()));
        identity.store(new AgentIdentity.Enrolment("cabinet-7", certificate, authority.certificate(), "localhost:1"));
        channel.close().sync();
        assertEquals("closed", next(server));
        connect(TlsContexts.agent(credentials(identity), clock)::newEngine);
        Shaken shaken = assertInstanceOf(Shaken.class, next(server));
        assertEquals(Optional.of("cabinet-7"), shaken.peer().flatMap(Certificates::agentId));
    }

    @Test
    void shouldNotEnrolWhenTheTokenPinsAnotherAuthority() throws Exception {
        CertificateAuthority other = CertificateAuthority.openOrCreate(dir.resolve("other"), "Kerbstone", NOW_MS);
        EnrolmentToken token = EnrolmentToken.create(other.fingerprint());
        connect(TlsContexts.enrolling(token)::newEngine);
        Throwable refused = assertInstanceOf(Throwable.class, next(client));
        assertTrue(messages(refused).contains("not the one the token was made for"), messages(refused));
    }

    private static String messages(@Nullable Throwable cause) {
        return cause == null ? "" : cause.getMessage() + " / " + messages(cause.getCause());
    }

    @Test
    void shouldRefuseWhenAPeerSpeaksOnlyTls12() throws Exception {
        TlsContexts tls = TlsContexts.agent(credentials(enrolled(authority, "agent")), clock);
        connect(() -> {
            SSLEngine engine = tls.newEngine();
            engine.setEnabledCipherSuites(engine.getSupportedCipherSuites());
            engine.setEnabledProtocols(new String[] {"TLSv1.2"});
            return engine;
        });
        assertRefused();
    }

    @Test
    void shouldConnectWhenTheAgentsClockFellBackButNotAfterCertificatesEnded() throws Exception {
        TlsCredentials credentials = credentials(enrolled(authority, "agent"));
        connect(TlsContexts.agent(credentials, new ManualClock(0))::newEngine);
        assertInstanceOf(Shaken.class, next(server));
        assertInstanceOf(Shaken.class, next(client));
        ManualClock late = new ManualClock((NOW_MS + CertificateAuthority.SERVER_VALIDITY_MS + DAY_MS) * 1_000_000L);
        connect(TlsContexts.agent(credentials, late)::newEngine);
        assertInstanceOf(Throwable.class, next(client));
    }

    @Test
    void shouldRefuseAnAgentWhenItsCertificateHasEnded() throws Exception {
        TlsCredentials credentials = credentials(enrolled(authority, "agent"));
        ManualClock agentClock = new ManualClock(NOW_MS * 1_000_000L);
        clock.advanceMs(CertificateAuthority.AGENT_VALIDITY_MS + DAY_MS);
        connect(TlsContexts.agent(credentials, agentClock)::newEngine);
        assertRefused();
        assertFalse(server.contains("closed") && server.stream().anyMatch(Shaken.class::isInstance));
    }
}
