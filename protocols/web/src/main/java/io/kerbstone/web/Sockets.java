package io.kerbstone.web;

import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Outcome.NotMeasuredReason;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.util.function.Consumer;

/** Opens one socket for each probe, on the event loop's thread. Owned by that thread. */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its close future
final class Sockets {
    /** Most bytes of one read. */
    static final int READ_BYTES_MAX = 8_192;
    /** Most bytes of a datagram that are looked at. */
    static final int DATAGRAM_BYTES_MAX = 4_096;

    private final Bootstrap streams;
    private final Bootstrap datagrams;

    Sockets(EventLoop loop) {
        ChannelHandler none = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                // each probe adds its own handlers
            }
        };
        streams = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // the probe's own waiting time counts
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES_MAX))
                .handler(none);
        datagrams = new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(DATAGRAM_BYTES_MAX))
                .handler(none);
    }

    /** Opens a TCP connection; the probe's send time is the moment before the SYN. Answers when the socket is closed. */
    ChannelFuture connect(Attempt attempt, int port, Consumer<Channel> whenConnected) {
        Channel channel = streams.register().channel();
        attempt.sending();
        ChannelFuture connecting =
                channel.connect(new InetSocketAddress(attempt.probe().address(), port));
        boolean isAtOnce = connecting.isDone();
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                whenConnected.accept(channel);
            } else {
                connectFailed(attempt, done.cause(), isAtOnce);
                channel.close();
            }
        });
        return channel.closeFuture();
    }

    /**
     * Opens a UDP socket on a free port that hears the asked address only, and passes its errors on: the port is the
     * kernel's choice for each probe, so that a forger has it to guess beside the id.
     */
    ChannelFuture open(Attempt attempt, int port, ChannelHandler... handlers) {
        Channel channel = datagrams.register().channel();
        channel.pipeline().addLast(handlers);
        ChannelFuture connected =
                channel.connect(new InetSocketAddress(attempt.probe().address(), port));
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                attempt.notMeasured(NotMeasuredReason.NOT_SENT);
                channel.close();
            }
        });
        return channel.closeFuture();
    }

    /** An error at once is the machine's own, before a packet left; only a refusal comes so fast on the machine itself. */
    private static void connectFailed(Attempt attempt, Throwable cause, boolean isAtOnce) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof ConnectException && message.contains("refused")) {
            attempt.lost(LossReason.REFUSED);
        } else if (isAtOnce) {
            attempt.facts().text("problem", message);
            attempt.notMeasured(NotMeasuredReason.NOT_SENT);
        } else if (cause instanceof ConnectException && message.contains("timed out")) {
            attempt.lost(LossReason.TIMEOUT);
        } else if (isUnreachable(cause)) {
            attempt.lost(LossReason.UNREACHABLE);
        } else {
            attempt.lost(LossReason.REFUSED); // reset while connecting
        }
    }

    /** Whether an ICMP message said that there is no way. */
    static boolean isUnreachable(Throwable cause) {
        return cause instanceof NoRouteToHostException
                || cause instanceof PortUnreachableException
                || String.valueOf(cause.getMessage()).contains("unreachable");
    }
}
