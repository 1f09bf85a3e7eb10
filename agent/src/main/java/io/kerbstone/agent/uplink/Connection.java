package io.kerbstone.agent.uplink;

import io.kerbstone.agent.config.CollectorAddress;
import io.kerbstone.identity.TlsContexts;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.MessageCodec;
import io.kerbstone.wire.Problem;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection with TLS that carries messages. Its listener hears of one end exactly once, unless it closed the
 * connection itself. Owned by one event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel comes back as its end
final class Connection {
    /** Longest wait for TCP, ms. */
    static final int CONNECT_MS_MAX = 10_000;
    /** Longest wait for TLS, ms. */
    static final int HANDSHAKE_MS_MAX = 15_000;

    private final Listener listener;
    private @Nullable Channel channel;
    private boolean isOver;

    /** Who is told. */
    interface Listener {
        /** TCP and TLS stand. */
        void onConnected();

        /** A message came. */
        void onMessage(Message message);

        /** Something came that is no message. */
        void onMalformed(String sentence);

        /** The connection could not be made, or ended. */
        void onEnd(Cause cause);
    }

    private Connection(Listener listener) {
        this.listener = listener;
    }

    static Connection open(EventLoopGroup loop, TlsContexts tls, CollectorAddress to, Listener listener) {
        Connection connection = new Connection(listener);
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS_MAX)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel made) {
                        SslHandler ssl = new SslHandler(tls.newEngine());
                        ssl.setHandshakeTimeoutMillis(HANDSHAKE_MS_MAX);
                        made.pipeline().addLast(ssl, new MessageCodec(), connection.new Handler());
                    }
                })
                .connect(to.host(), to.port());
        connection.channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                connection.end(done.cause());
            }
        });
        return connection;
    }

    void send(Message message) {
        if (channel != null) {
            channel.writeAndFlush(message, channel.voidPromise()); // a failure ends in exceptionCaught
        }
    }

    boolean isWritable() {
        return channel != null && channel.isWritable();
    }

    /** Closes it; the listener hears nothing more. */
    void close() {
        isOver = true;
        if (channel != null) {
            channel.close();
        }
    }

    private void end(@Nullable Throwable cause) {
        if (isOver) {
            return;
        }
        close();
        listener.onEnd(Cause.of(cause));
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && !isOver) {
                if (handshake.isSuccess()) {
                    listener.onConnected();
                } else {
                    end(handshake.cause());
                }
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (isOver) {
                return;
            }
            if (message instanceof Message sound) {
                listener.onMessage(sound);
            } else if (message instanceof Problem problem) {
                listener.onMalformed(problem.sentence());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(null);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(cause);
        }
    }
}
