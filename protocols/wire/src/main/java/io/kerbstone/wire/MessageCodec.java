package io.kerbstone.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import java.util.List;

/**
 * Messages on a Netty channel: four bytes of length (big-endian, of what follows), one byte of type, a CBOR body
 * ({@code docs/wire-format.md}, "Messages"). Hands {@link Message} objects up and takes them down. The first thing that
 * is no message goes up as one {@link Problem}; whatever comes after it is thrown away unseen, because a peer that
 * broke the rules once has lost its place in the stream. One per channel, on the channel's event loop.
 */
public final class MessageCodec extends ByteToMessageCodec<Message> {
    private static final int LENGTH_BYTES = 4;
    private static final int TYPE_BYTES = 1;

    private final int messageBytesMax;
    private boolean isBroken;

    /** A codec for a peer with a certificate: {@link MessageLimits#MESSAGE_BYTES_MAX}. */
    public MessageCodec() {
        this(MessageLimits.MESSAGE_BYTES_MAX);
    }

    /** A codec whose received messages have at most so many bytes of type and body. */
    public MessageCodec(int messageBytesMax) {
        super(Message.class);
        this.messageBytesMax = messageBytesMax;
    }

    /**
     * The bytes of a message as they go on the wire.
     *
     * @throws IllegalArgumentException when it is longer than {@link MessageLimits#MESSAGE_BYTES_MAX}
     */
    @Override
    protected void encode(ChannelHandlerContext context, Message message, ByteBuf out) {
        byte[] body = MessageBodies.encode(message);
        int length = TYPE_BYTES + body.length;
        if (length > MessageLimits.MESSAGE_BYTES_MAX) {
            throw new IllegalArgumentException(message + " has " + length + " bytes, above the limit");
        }
        out.writeInt(length).writeByte(message.type()).writeBytes(body);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (isBroken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < LENGTH_BYTES) {
            return;
        }
        long length = in.getUnsignedInt(in.readerIndex());
        if (length < TYPE_BYTES || length > messageBytesMax) {
            String sentence = "a message has 1 to " + messageBytesMax + " bytes, not " + length;
            breakOff(length == 0 ? Problem.Kind.MALFORMED : Problem.Kind.TOO_LARGE, sentence, in, out);
            return;
        }
        if (in.readableBytes() < LENGTH_BYTES + length) {
            return;
        }
        in.skipBytes(LENGTH_BYTES);
        int type = in.readUnsignedByte();
        byte[] body = new byte[(int) length - TYPE_BYTES];
        in.readBytes(body);
        try {
            out.add(MessageBodies.decode(type, body));
        } catch (WireException e) {
            breakOff(e.problem().kind(), e.problem().sentence(), in, out);
        }
    }

    private void breakOff(Problem.Kind kind, String sentence, ByteBuf in, List<Object> out) {
        isBroken = true;
        in.skipBytes(in.readableBytes());
        out.add(new Problem(kind, sentence));
    }
}
