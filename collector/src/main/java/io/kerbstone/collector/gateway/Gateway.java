package io.kerbstone.collector.gateway;

import io.kerbstone.collector.ingest.Ingest;
import io.kerbstone.collector.registry.AgentEvent;
import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.identity.CertificateAuthority;
import io.kerbstone.identity.TlsContexts;
import io.kerbstone.time.WallClock;
import io.kerbstone.wire.Message.Refused.Code;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds the agents' port, knows who is connected, and tells agents of new assignments and of their revocation. Safe for
 * many threads.
 */
public final class Gateway implements AutoCloseable {
    /** Most connections at a time, greeted or not. */
    public static final int MAX_CONNECTIONS = 12_000;
    /** A connection on which nothing came for so long ends, ms. Agents ask for the time more often. */
    public static final int SILENT_MS = 90_000;
    /** A handshake takes no longer, ms. */
    public static final int HANDSHAKE_MS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int DESK_QUEUE = 20_000;
    private static final int BACKLOG = 1_024;

    private final Bounds bounds;
    private final Registry registry;
    private final Ingest ingest;
    private final Enrolment enrolment;
    private final TlsContexts tls;
    private final WallClock wall;
    private final Consumer<Throwable> onFatal;
    private final EventLoopGroup loops;
    private final ThreadPoolExecutor desk;
    private final GatewayCounters counters = new GatewayCounters();
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<String, AgentConnection> connected = new ConcurrentHashMap<>();
    private final Set<AgentConnection> paused = ConcurrentHashMap.newKeySet();
    private @Nullable Channel listening;

    /**
     * What a peer may take.
     *
     * @param connections at a time, see {@link #MAX_CONNECTIONS}
     * @param silentMs without a message, see {@link #SILENT_MS}
     */
    record Bounds(int connections, int silentMs) {
        static final Bounds DEFAULT = new Bounds(MAX_CONNECTIONS, SILENT_MS);
    }

    /**
     * A gateway that does not listen yet.
     *
     * @param onFatal told of what only a restart can mend
     */
    public Gateway(
            Registry registry,
            Ingest ingest,
            CertificateAuthority authority,
            TlsContexts tls,
            WallClock wall,
            ThreadFactory threads,
            Consumer<Throwable> onFatal) {
        this(Bounds.DEFAULT, registry, ingest, authority, tls, wall, threads, onFatal);
    }

    Gateway(
            Bounds bounds,
            Registry registry,
            Ingest ingest,
            CertificateAuthority authority,
            TlsContexts tls,
            WallClock wall,
            ThreadFactory threads,
            Consumer<Throwable> onFatal) {
        this.bounds = bounds;
        this.registry = registry;
        this.ingest = ingest;
        this.enrolment = new Enrolment(registry, authority);
        this.tls = tls;
        this.wall = wall;
        this.onFatal = onFatal;
        this.loops = new MultiThreadIoEventLoopGroup(
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2), threads, NioIoHandler.newFactory());
        this.desk = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(DESK_QUEUE), threads);
        registry.onAgentEvent(this::agentEvent);
        registry.onAssignment(this::assignmentChanged);
        ingest.afterCommit(this::resume);
    }

    /** Listens; port 0 takes a free one. Answers the port. */
    public int listen(String address, int port) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        prepare(channel);
                    }
                });
        var bound = bootstrap.bind(address, port).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "Cannot listen for agents on " + address + " port " + port + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listening = bound.channel();
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private void prepare(SocketChannel channel) {
        counters.connection();
        channel.closeFuture().addListener(closed -> connections.decrementAndGet());
        if (connections.incrementAndGet() > bounds.connections) {
            counters.turnAway();
            Outgoing.close(channel);
            return;
        }
        SslHandler handler = new SslHandler(tls.newEngine());
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MS);
        channel.pipeline()
                .addLast(
                        handler, new IdleStateHandler(bounds.silentMs, 0, 0, TimeUnit.MILLISECONDS), new Doorman(this));
    }

    /** What came through the door. */
    public GatewayCounters counters() {
        return counters;
    }

    /** Number of agents that are connected and have greeted. */
    public int connectedAgents() {
        return connected.size();
    }

    /** Number of connections, greeted or not. */
    int connections() {
        return connections.get();
    }

    Registry registry() {
        return registry;
    }

    Ingest ingest() {
        return ingest;
    }

    Enrolment enrolment() {
        return enrolment;
    }

    long nowMs() {
        return wall.nowMs();
    }

    long nowUnixNs() {
        return wall.nowUnixNs();
    }

    /** Does something that may wait, on the desk, in the order it was handed in. */
    void atDesk(Runnable task) {
        try {
            desk.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    onFatal.accept(e);
                }
            });
        } catch (RejectedExecutionException full) {
            if (!desk.isShutdown()) {
                onFatal.accept(new IllegalStateException("The gateway's desk is overwhelmed", full));
            }
        }
    }

    /** Takes a greeted connection in, ends an older one of the same agent; false when the agent was revoked meanwhile. */
    boolean opened(AgentConnection connection, String softwareVersion) {
        String agentId = connection.agentId();
        AgentConnection older = connected.put(agentId, connection);
        if (older != null) {
            counters.replace();
            older.end(Code.PROTOCOL, "The connection ends: agent '" + agentId + "' has connected again.");
        }
        atDesk(() -> registry.connected(agentId, softwareVersion, nowMs()));
        LOG.info("Agent {} connected, version {}", agentId, softwareVersion.replaceAll("\\p{Cntrl}", " "));
        return registry.agent(agentId)
                .filter(agent -> agent.status() == AgentRecord.Status.ACTIVE)
                .isPresent();
    }

    void closed(AgentConnection connection) {
        paused.remove(connection);
        if (connected.remove(connection.agentId(), connection)) {
            LOG.info("Agent {} disconnected", connection.agentId());
            atDesk(() -> registry.disconnected(connection.agentId(), nowMs()));
        }
    }

    void pause(AgentConnection connection) {
        connection.readOn(false);
        paused.add(connection);
        resume(); // the ingest may have run dry meanwhile, and then nobody else would
    }

    private void resume() {
        if (!paused.isEmpty() && ingest.hasRoom()) {
            paused.forEach(connection -> {
                paused.remove(connection);
                connection.readOn(true);
            });
        }
    }

    /** An agent's assignment may have changed. Any thread. */
    void assignmentChanged(String agentId) {
        AgentConnection connection = connected.get(agentId);
        if (connection != null) {
            atDesk(() -> connection.assign(registry.assignment(agentId)));
        }
    }

    private void agentEvent(AgentEvent event) {
        AgentConnection connection = connected.get(event.agentId());
        if (event.kind() == AgentEvent.Kind.REVOKED && connection != null) {
            connection.end(Code.REVOKED, "Agent '" + event.agentId() + "' was revoked.");
        }
    }

    /** Stops listening and ends every connection. */
    @Override
    public void close() {
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        desk.shutdown();
        try {
            if (!desk.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The gateway's desk was not cleared in 5 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
