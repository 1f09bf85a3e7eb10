package io.kerbstone.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.EncoderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
    private static final Epoch EPOCH = Epoch.ofHex("00112233445566778899aabbccddeeff");

    /** One of each kind. */
    static List<Message> all() {
        return List.of(
                new Message.Hello(1, "agent-7", EPOCH, 3, 900, 4, "0.1.0", "c0ffee"),
                new Message.Welcome(
                        1, SequenceRanges.of(1, 5).plus(7).plus(1000, 2000), 1_790_000_000_000_000_000L, 64),
                new Message.FrameMessage(new byte[] {1, 2, 3}),
                new Message.Ack(EPOCH, SequenceRanges.of(6, 6)),
                new Message.TimeRequest(-5),
                new Message.TimeReply(-5, 1_790_000_000_000_000_000L, 1_790_000_000_000_000_001L),
                new Message.ConfigMessage(4, "{\"devices\":[],\"名\":1}"),
                new Message.ConfigApplied(4, List.of("devices[2].port: 错", "b")),
                new Message.Credit(16),
                new Message.Refused(Message.Refused.Code.TOKEN, "the token was used", 0),
                new Message.Enrol(new byte[16], "cabinet 7", new byte[300], new byte[32], new byte[64]),
                new Message.Enrolled("agent-7", new byte[500], new byte[600]));
    }

    private static byte[] encoded(Message message) {
        EmbeddedChannel channel = new EmbeddedChannel(new MessageCodec());
        assertTrue(channel.writeOutbound(message));
        ByteBuf bytes = channel.readOutbound();
        try {
            return ByteBufUtil.getBytes(bytes);
        } finally {
            bytes.release();
            channel.finishAndReleaseAll();
        }
    }

    private static List<Object> decoded(byte[] bytes, int chunk, int messageBytesMax) {
        EmbeddedChannel channel = new EmbeddedChannel(new MessageCodec(messageBytesMax));
        for (int i = 0; i < bytes.length; i += chunk) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, i, Math.min(chunk, bytes.length - i)));
        }
        List<Object> objects = new ArrayList<>();
        for (Object one = channel.readInbound(); one != null; one = channel.readInbound()) {
            objects.add(one);
        }
        channel.checkException();
        channel.finishAndReleaseAll();
        return objects;
    }

    private static Problem onlyProblem(byte[] bytes) {
        List<Object> objects = decoded(bytes, bytes.length, MessageLimits.MESSAGE_BYTES_MAX);
        assertEquals(1, objects.size(), objects::toString);
        return assertInstanceOf(Problem.class, objects.get(0));
    }

    private static byte[] raw(int type, byte[] body) {
        return Unpooled.buffer(body.length + 5)
                .writeInt(body.length + 1)
                .writeByte(type)
                .writeBytes(body)
                .array();
    }

    @Test
    void shouldDecodeWhatWasEncodedWhenBytesComeInAnyPieces() {
        ByteBuf stream = Unpooled.buffer();
        all().forEach(message -> stream.writeBytes(encoded(message)));
        byte[] bytes = ByteBufUtil.getBytes(stream);
        for (int chunk : new int[] {1, 2, 3, 7, 64, bytes.length}) {
            assertEquals(all(), decoded(bytes, chunk, MessageLimits.MESSAGE_BYTES_MAX), "chunk " + chunk);
        }
    }

    @Test
    void shouldWaitWhenAMessageIsNotWhole() {
        for (Message message : all()) {
            byte[] bytes = encoded(message);
            for (int i = 0; i < bytes.length; i++) {
                byte[] part = java.util.Arrays.copyOf(bytes, i);
                assertEquals(List.of(), decoded(part, Math.max(1, i), MessageLimits.MESSAGE_BYTES_MAX));
            }
        }
    }

    @Test
    void shouldGiveOneProblemAndThenNothingWhenTheLengthIsAboveTheLimit() {
        byte[] tooLong = {0x7f, 0, 0, 0, 1};
        assertEquals(Problem.Kind.TOO_LARGE, onlyProblem(tooLong).kind());
        byte[] negative = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
        assertEquals(Problem.Kind.TOO_LARGE, onlyProblem(negative).kind());
        byte[] nothing = {0, 0, 0, 0};
        assertEquals(Problem.Kind.MALFORMED, onlyProblem(nothing).kind());
        EmbeddedChannel channel = new EmbeddedChannel(new MessageCodec());
        channel.writeInbound(Unpooled.wrappedBuffer(tooLong));
        assertInstanceOf(Problem.class, channel.readInbound());
        for (int i = 0; i < 100; i++) {
            channel.writeInbound(Unpooled.wrappedBuffer(encoded(new Message.Credit(1))));
        }
        assertNull(channel.readInbound(), "a peer that lost its place is not listened to");
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldTakeAMessageAtTheLimitAndNotOnePast() {
        byte[] bytes = encoded(new Message.ConfigMessage(1, "x".repeat(500)));
        assertInstanceOf(Message.class, decoded(bytes, 100, bytes.length - 4).get(0));
        assertInstanceOf(Problem.class, decoded(bytes, 100, bytes.length - 5).get(0));
        byte[] largest = new byte[FrameLimits.DEFAULT.frameBytes()];
        Message frame = new Message.FrameMessage(largest);
        assertEquals(List.of(frame), decoded(encoded(frame), 1 << 16, MessageLimits.MESSAGE_BYTES_MAX));
        EmbeddedChannel channel = new EmbeddedChannel(new MessageCodec());
        Message tooLong = new Message.FrameMessage(new byte[MessageLimits.MESSAGE_BYTES_MAX]);
        assertThrows(EncoderException.class, () -> channel.writeOutbound(tooLong));
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldRefuseWhenTheTypeIsUnknown() {
        for (int type : new int[] {0, 13, 255}) {
            assertEquals(
                    Problem.Kind.UNSUPPORTED,
                    onlyProblem(raw(type, new byte[] {(byte) 0xa0})).kind());
        }
    }

    @Test
    void shouldIgnoreKeysItDoesNotKnowWhenALaterVersionSends() {
        // {1: 16, 9: [1, {2: h'00'}], "7": 5, 99: 1.5}
        byte[] body = {
            (byte) 0xa4, 1, 16, 9, (byte) 0x82, 1, (byte) 0xa1, 2, 0x41, 0, 0x61, '7', 5, 0x18, 99, (byte) 0xf9, 0x3e, 0
        };
        assertEquals(
                List.of(new Message.Credit(16)),
                decoded(raw(Message.Credit.TYPE, body), 100, MessageLimits.MESSAGE_BYTES_MAX));
    }

    @Test
    void shouldNotTakeATextForAKeyWhenItLooksLikeItsNumber() {
        byte[] body = {(byte) 0xa1, 0x61, '1', 16};
        assertEquals(
                Problem.Kind.MALFORMED,
                onlyProblem(raw(Message.Credit.TYPE, body)).kind());
    }

    @Test
    void shouldReadACodeOfALaterVersionAsOtherWhenRefused() {
        byte[] body = {(byte) 0xa3, 1, 0x18, 77, 2, 0x61, 'x', 3, 0};
        assertEquals(
                List.of(new Message.Refused(Message.Refused.Code.OTHER, "x", 0)),
                decoded(raw(Message.Refused.TYPE, body), 100, MessageLimits.MESSAGE_BYTES_MAX));
    }

    @Test
    void shouldKeepToItsLimitsWhenDimensionsGrow() {
        SequenceRanges ranges = SequenceRanges.EMPTY;
        for (int i = 0; i <= SequenceRanges.RANGES_MAX; i++) {
            ranges = ranges.plus(1 + 2L * i);
        }
        Message ack = new Message.Ack(EPOCH, ranges);
        Message cut = new Message.Ack(EPOCH, ranges.first(SequenceRanges.RANGES_MAX));
        assertEquals(List.of(cut), decoded(encoded(ack), 4096, MessageLimits.MESSAGE_BYTES_MAX));
        List<String> mistakes = java.util.Collections.nCopies(MessageLimits.MISTAKES_MAX + 1, "路".repeat(600));
        Message applied = decodedOne(encoded(new Message.ConfigApplied(1, mistakes)));
        List<String> read =
                assertInstanceOf(Message.ConfigApplied.class, applied).mistakes();
        assertEquals(MessageLimits.MISTAKES_MAX, read.size());
        assertEquals(MessageLimits.SENTENCE_CHARS_MAX, read.get(0).length());
        Message longSecret = new Message.Enrol(new byte[17], "x", new byte[1], new byte[32], new byte[64]);
        onlyProblem(encoded(longSecret));
        Message longRequest = new Message.Enrol(
                new byte[16], "x", new byte[MessageLimits.CSR_BYTES_MAX + 1], new byte[32], new byte[64]);
        assertEquals(Problem.Kind.TOO_LARGE, onlyProblem(encoded(longRequest)).kind());
    }

    private static Message decodedOne(byte[] bytes) {
        return assertInstanceOf(
                Message.class,
                decoded(bytes, bytes.length, MessageLimits.MESSAGE_BYTES_MAX).get(0));
    }

    @Test
    void shouldGiveAMessageOrAProblemAndNeverThrowWhenBytesAreGarbage() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            byte[] body = new byte[random.nextInt(80)];
            random.nextBytes(body);
            byte[] bytes = raw(1 + random.nextInt(12), body);
            List<Object> objects = decoded(bytes, 100, MessageLimits.MESSAGE_BYTES_MAX);
            assertEquals(1, objects.size(), "seed " + seed + ", round " + i);
        }
    }

    @Test
    void shouldGiveAMessageOrAProblemAndNeverThrowWhenBitsAreFlipped() {
        for (Message message : all()) {
            byte[] bytes = encoded(message);
            for (int bit = 32; bit < bytes.length * 8; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                List<Object> objects = decoded(flipped, flipped.length, MessageLimits.MESSAGE_BYTES_MAX);
                assertEquals(1, objects.size(), message + ", bit " + bit);
            }
        }
    }

    @Test
    void shouldNotPrintSecretsWhenAMessageIsLogged() {
        assertFalse(all().get(10).toString().contains("["), all().get(10).toString());
    }
}
