package io.kerbstone.agent.run;

import io.kerbstone.agent.config.CollectorAddress;
import io.kerbstone.identity.CertificateAuthority;
import io.kerbstone.identity.Certificates;
import io.kerbstone.identity.EnrolmentToken;
import io.kerbstone.identity.RefusedException;
import io.kerbstone.identity.TlsContexts;
import io.kerbstone.identity.TlsCredentials;
import io.kerbstone.identity.VerifyingKey;
import io.kerbstone.time.WallClock;
import io.kerbstone.wire.Decoded;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.MessageCodec;
import io.kerbstone.wire.SequenceRanges;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small collector with the wire module's own codec: enrols with one token, takes frames, checks every signature. */
@SuppressWarnings("FutureReturnValueIgnored") // what is lost here the test misses
final class TestCollector implements AutoCloseable {
    final Map<Epoch, ConcurrentSkipListMap<Long, Frame>> frames = new ConcurrentHashMap<>();
    final List<Message> heard = new CopyOnWriteArrayList<>();
    final List<String> wrong = new CopyOnWriteArrayList<>();
    volatile boolean isAcknowledging = true;
    volatile Optional<Message.Refused> refusal = Optional.empty();
    volatile Optional<Message.ConfigMessage> config = Optional.empty();

    private final ChannelGroup children = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final CertificateAuthority authority;
    private final EnrolmentToken token;
    private EventLoopGroup group;
    private Channel server;
    private int port;
    private volatile VerifyingKey key;

    TestCollector(Path folder) throws Exception {
        authority = CertificateAuthority.openOrCreate(folder, "test", WallClock.SYSTEM.nowMs());
        token = EnrolmentToken.create(authority.fingerprint());
        listen();
    }

    void listen() {
        TlsCredentials credentials = authority.issueServer(List.of("127.0.0.1", "localhost"), WallClock.SYSTEM.nowMs());
        TlsContexts tls = TlsContexts.server(credentials, WallClock.SYSTEM);
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        children.add(channel);
                        channel.pipeline().addLast(new SslHandler(tls.newEngine()), new MessageCodec(), new Session());
                    }
                })
                .bind("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
        port = ((java.net.InetSocketAddress) server.localAddress()).getPort();
    }

    CollectorAddress address() {
        return new CollectorAddress("127.0.0.1", port);
    }

    EnrolmentToken token() {
        return token;
    }

    /** All frames of all epochs. */
    int count() {
        return frames.values().stream().mapToInt(Map::size).sum();
    }

    SequenceRanges stored(Epoch epoch) {
        SequenceRanges ranges = SequenceRanges.EMPTY;
        for (long sequence :
                frames.getOrDefault(epoch, new ConcurrentSkipListMap<>()).keySet()) {
            ranges = ranges.plus(sequence);
        }
        return ranges;
    }

    <M extends Message> List<M> heard(Class<M> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Stops listening and drops every connection; {@link #listen} goes on at the same port. */
    @Override
    public void close() {
        server.close().syncUninterruptibly();
        children.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Session extends SimpleChannelInboundHandler<Message> {
        private Epoch epoch = new Epoch(0, 0);

        @Override
        protected void channelRead0(ChannelHandlerContext context, Message message) throws Exception {
            heard.add(message);
            if (message instanceof Message.Enrol enrol) {
                enrol(context, enrol);
            } else if (message instanceof Message.Hello hello) {
                hello(context, hello);
            } else if (message instanceof Message.FrameMessage frame) {
                frame(context, frame.frame());
            } else if (message instanceof Message.TimeRequest request) {
                long nowNs = WallClock.SYSTEM.nowUnixNs();
                context.writeAndFlush(new Message.TimeReply(request.sentAtNs(), nowNs, nowNs));
            }
        }

        private void enrol(ChannelHandlerContext context, Message.Enrol enrol) throws RefusedException {
            if (!EnrolmentToken.matches(token.secretHash(), enrol.tokenSecret())) {
                context.writeAndFlush(new Message.Refused(Message.Refused.Code.TOKEN, "wrong token", 0));
                return;
            }
            key = VerifyingKey.of(enrol.signingKey());
            var certificate = authority.issueAgent(enrol.csr(), "agent-1", WallClock.SYSTEM.nowMs());
            context.writeAndFlush(new Message.Enrolled(
                    "agent-1", Certificates.der(certificate), Certificates.der(authority.certificate())));
        }

        private void hello(ChannelHandlerContext context, Message.Hello hello) {
            epoch = hello.epoch();
            if (refusal.isPresent()) {
                context.writeAndFlush(refusal.get());
                return;
            }
            context.writeAndFlush(
                    new Message.Welcome(1, stored(epoch), WallClock.SYSTEM.nowUnixNs(), isAcknowledging ? 64 : 3));
            config.ifPresent(context::writeAndFlush);
        }

        private void frame(ChannelHandlerContext context, byte[] bytes) {
            Decoded decoded = FrameCodec.decode(bytes);
            if (!(decoded instanceof Frame frame) || !FrameCodec.verify(frame, key)) {
                wrong.add(String.valueOf(decoded));
                return;
            }
            Frame before = frames.computeIfAbsent(epoch, key -> new ConcurrentSkipListMap<>())
                    .putIfAbsent(frame.body().sequence(), frame);
            if (before != null && !before.hash().equals(frame.hash())) {
                wrong.add("two frames " + frame.body().sequence());
            }
            if (isAcknowledging) {
                long sequence = frame.body().sequence();
                context.write(new Message.Ack(epoch, SequenceRanges.of(sequence, sequence)));
                context.writeAndFlush(new Message.Credit(1));
            }
        }
    }
}
