package io.kerbstone.collector.gateway;

import io.kerbstone.wire.Message;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;

/**
 * Writing to a channel. What becomes of a single write is not looked at: a channel that fails closes, and that is what is
 * acted on. Stateless.
 */
final class Outgoing {
    private Outgoing() {}

    static void send(Channel channel, Message... messages) {
        for (Message message : messages) {
            ChannelFuture unused = channel.write(message);
        }
        channel.flush();
    }

    /** Sends a last message and closes. */
    static void last(Channel channel, Message message) {
        ChannelFuture unused = channel.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
    }

    static void close(Channel channel) {
        ChannelFuture unused = channel.close();
    }
}
