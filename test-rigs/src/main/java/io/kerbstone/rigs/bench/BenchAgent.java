package io.kerbstone.rigs.bench;

import io.kerbstone.identity.AgentIdentity;
import io.kerbstone.identity.Certificates;
import io.kerbstone.identity.EnrolmentProof;
import io.kerbstone.identity.EnrolmentToken;
import io.kerbstone.identity.RefusedException;
import io.kerbstone.identity.TlsContexts;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.WallClock;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.FrameBody;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.Hash;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.MessageCodec;
import io.kerbstone.wire.ObservationBlock;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An agent that only sends what was signed beforehand, as fast as its credit allows. Its event loop owns the sending. */
final class BenchAgent {
    private static final long BACK_MS = 24 * 3_600_000L;

    private final AgentIdentity identity;
    private final EventLoopGroup loops;
    private final int port;
    private final Epoch epoch = Epoch.random();
    private final SplittableRandom random = new SplittableRandom(1);
    private final BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
    private final AtomicLong unacknowledged = new AtomicLong();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long nextSequence = 1;
    private Hash previous = Hash.ZERO;
    private long wallMs = WallClock.SYSTEM.nowMs() - BACK_MS;
    private int credit;
    private @Nullable Channel channel;

    /**
     * How its frames are filled.
     *
     * @param paths in a frame
     * @param samplesPerPath of each path, one a second
     */
    record Shape(int paths, int samplesPerPath) {
        int samples() {
            return paths * samplesPerPath;
        }

        @Override
        public String toString() {
            return paths + " x " + samplesPerPath;
        }
    }

    BenchAgent(AgentIdentity identity, EventLoopGroup loops, int port) {
        this.identity = identity;
        this.loops = loops;
        this.port = port;
    }

    void enrol(EnrolmentToken token) throws IOException, RefusedException {
        Channel enrolling = open(TlsContexts.enrolling(token));
        byte[] csr = identity.csr("bench");
        byte[] key = identity.signingKey().verifyingKey().encoded();
        byte[] proof = EnrolmentProof.make(identity.signingKey(), csr);
        var unused = enrolling.writeAndFlush(new Message.Enrol(token.secret(), "bench", csr, key, proof));
        Message answer = answer();
        if (!(answer instanceof Message.Enrolled enrolled)) {
            throw new IOException("not enrolled: " + answer);
        }
        identity.store(new AgentIdentity.Enrolment(
                enrolled.agentId(),
                Certificates.parse(enrolled.certificate()),
                Certificates.parse(enrolled.ca()),
                "127.0.0.1:" + port));
        enrolling.close().awaitUninterruptibly();
    }

    void connect() throws IOException {
        Channel open = open(TlsContexts.agent(identity.tlsCredentials().orElseThrow(), WallClock.SYSTEM));
        channel = open;
        String agentId = identity.agentId().orElseThrow();
        var unused = open.writeAndFlush(
                new Message.Hello(Message.PROTOCOL_VERSION, agentId, epoch, 1, 1, 1, "bench", "bench"));
        if (!(answer() instanceof Message.Welcome welcome)) {
            throw new IOException("not welcome");
        }
        open.eventLoop().submit(() -> credit = welcome.credit()).syncUninterruptibly();
    }

    private Message answer() throws IOException {
        try {
            Message answer = answers.poll(30, TimeUnit.SECONDS);
            if (answer == null) {
                throw new IOException("the collector did not answer within 30 s");
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Channel open(TlsContexts tls) {
        return new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        socket.pipeline().addLast(new SslHandler(tls.newEngine()), new MessageCodec(), new Ear());
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    private final class Ear extends SimpleChannelInboundHandler<Object> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, Object message) {
            if (message instanceof Message.Ack ack) {
                unacknowledged.addAndGet(-ack.ranges().count());
            } else if (message instanceof Message.Credit more) {
                credit += more.frames();
                sendOn(context.channel());
            } else if (message instanceof Message.Enrolled || message instanceof Message.Welcome) {
                answers.add((Message) message);
            } else if (message instanceof Message.Refused refused) {
                answers.add(refused);
            }
        }
    }

    /** Signs the next frames. */
    List<byte[]> prepare(int count, Shape shape) {
        List<byte[]> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            frames.add(next(shape));
        }
        return frames;
    }

    private byte[] next(Shape shape) {
        long frameMs = shape.samplesPerPath * 1_000L;
        wallMs += frameMs;
        long atNs = wallMs * 1_000_000;
        List<Observation> observations = new ArrayList<>(shape.samples());
        for (int path = 0; path < shape.paths; path++) {
            long phaseNs = phaseNs(path);
            for (int i = 0; i < shape.samplesPerPath; i++) {
                long sentAtNs = atNs - frameMs * 1_000_000 + i * 1_000_000_000L + phaseNs + random.nextInt(100_000);
                Outcome outcome = new Outcome.Replied(400_000 + path * 10_000L + random.nextInt(60_000), 5_000);
                observations.add(new Observation("path-" + path, sentAtNs, outcome));
            }
        }
        byte[] frame = FrameCodec.encode(
                FrameBody.of(
                        identity.agentId().orElseThrow(),
                        epoch,
                        nextSequence++,
                        previous,
                        new ClockState("bench", atNs, atNs, true, 1_000_000),
                        ObservationBlock.of(observations),
                        List.of()),
                identity.signingKey());
        previous = Hash.sha256(frame);
        return frame;
    }

    /** Paths are spread over the second, as the agent's schedule spreads them. */
    private static long phaseNs(int path) {
        return Math.floorMod(path * 0x9E3779B97F4A7C15L, 1_000_000_000L);
    }

    void send(List<byte[]> frames) {
        Channel open = channel;
        if (open == null) {
            throw new IllegalStateException("BUG: not connected");
        }
        unacknowledged.addAndGet(frames.size());
        open.eventLoop().execute(() -> {
            waiting.addAll(frames);
            sendOn(open);
        });
    }

    private void sendOn(Channel open) {
        while (credit > 0 && !waiting.isEmpty()) {
            credit--;
            var unused = open.write(new Message.FrameMessage(waiting.pop()));
        }
        open.flush();
    }

    void close() {
        Channel open = channel;
        if (open != null) {
            open.close().awaitUninterruptibly();
        }
    }

    boolean isAcknowledged() {
        return unacknowledged.get() == 0;
    }
}
