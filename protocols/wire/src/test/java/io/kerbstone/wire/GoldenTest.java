package io.kerbstone.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.identity.SigningKey;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Bytes of every released format, read for ever. The files are never edited: a new format adds new ones, and then only
 * the reading half of this test stays for the old.
 */
class GoldenTest {
    private static byte[] file(String name) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream("golden/" + name)) {
            assertNotNull(in, name);
            return in.readAllBytes();
        }
    }

    @Test
    void shouldReadAndWriteTheSameFramesWhenTheFormatIsOne() throws IOException {
        SigningKey key = GoldenBodies.key();
        for (Map.Entry<String, FrameBody> golden : GoldenBodies.frames().entrySet()) {
            byte[] bytes = file(golden.getKey());
            Frame frame = assertInstanceOf(Frame.class, FrameCodec.decode(bytes), golden.getKey());
            assertTrue(FrameCodec.verify(frame, key.verifyingKey()), golden.getKey());
            assertEquals(golden.getValue(), frame.body(), golden.getKey());
            assertArrayEquals(bytes, FrameCodec.encode(golden.getValue(), key), golden.getKey());
        }
    }

    @Test
    void shouldChainWhenGoldenFramesFollowEachOther() throws IOException {
        Frame first = assertInstanceOf(Frame.class, FrameCodec.decode(file("format-1-first.frame")));
        Frame second = assertInstanceOf(Frame.class, FrameCodec.decode(file("format-1-second.frame")));
        assertEquals(Hash.ZERO, first.body().previous());
        assertEquals(first.hash(), second.body().previous());
    }

    @Test
    void shouldReadAndWriteTheSameMessagesWhenTheProtocolIsOne() throws IOException {
        byte[] bytes = file("protocol-1.messages");
        EmbeddedChannel channel = new EmbeddedChannel(new MessageCodec());
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        List<Object> read = new ArrayList<>();
        for (Object one = channel.readInbound(); one != null; one = channel.readInbound()) {
            read.add(one);
        }
        assertEquals(GoldenBodies.messages(), read);
        assertArrayEquals(bytes, GoldenBodies.encodedMessages());
        channel.finishAndReleaseAll();
    }
}
