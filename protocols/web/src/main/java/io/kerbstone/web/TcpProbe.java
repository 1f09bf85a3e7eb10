package io.kerbstone.web;

import io.kerbstone.settings.ProbeOptions;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A TCP connection opened, and closed with FIN rather than RST (RFC 9293, sections 3.5 and 3.6): the delay is that from
 * SYN to SYN and ACK. Stateless.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its close future
final class TcpProbe {
    /** Longest wait for the peer's own FIN, ms; then the socket is closed whatever it still says. */
    static final long LINGER_MS_MAX = 1_000;
    /** Most bytes read and thrown away meanwhile: unread ones would turn our FIN into an RST. */
    static final int DISCARD_BYTES_MAX = 65_536;

    private TcpProbe() {}

    static ChannelFuture start(Attempt attempt, ProbeOptions.Tcp options, Sockets sockets) {
        return sockets.connect(attempt, options.port(), channel -> {
            attempt.replied(attempt.nowNs() - attempt.sentAtNs());
            finish(channel);
        });
    }

    private static void finish(Channel channel) {
        channel.pipeline().addLast(new Discard());
        ((SocketChannel) channel).shutdownOutput();
        channel.eventLoop().schedule(() -> channel.close(), LINGER_MS_MAX, TimeUnit.MILLISECONDS);
    }

    /** Throws away what a peer says unasked, up to a bound; its FIN closes the channel. */
    private static final class Discard extends SimpleChannelInboundHandler<ByteBuf> {
        private int discarded;

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            discarded += bytes.readableBytes();
            if (discarded > DISCARD_BYTES_MAX) {
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
