package io.kerbstone.collector.gateway;

import io.kerbstone.identity.TlsContexts;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.MessageCodec;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A peer of the gateway in the hands of a test. */
final class TestClient implements AutoCloseable {
    final Channel channel;
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    TestClient(EventLoopGroup loops, TlsContexts tls, int port) {
        channel = new Bootstrap()
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
            heard.add(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var unused = context.close();
        }
    }

    void send(Message message) {
        var unused = channel.writeAndFlush(message);
    }

    /** The next message of that type; others before it are passed over. */
    <M extends Message> M await(Class<M> type) {
        try {
            long patience = 30;
            for (Object next = heard.poll(patience, TimeUnit.SECONDS);
                    next != null;
                    next = heard.poll(patience, TimeUnit.SECONDS)) {
                if (type.isInstance(next)) {
                    return type.cast(next);
                }
            }
            throw new AssertionError("no " + type.getSimpleName() + " came");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean isClosed() {
        return channel.closeFuture().awaitUninterruptibly(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }
}
