package io.kerbstone.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.identity.SigningKey;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    private static final SigningKey KEY = SigningKey.generate();

    @Test
    void shouldDecodeWhatWasEncodedWhenBodiesAreRandom() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            FrameBody body = RandomBodies.next(random);
            byte[] bytes = FrameCodec.encode(body, KEY);
            Decoded decoded = FrameCodec.decode(bytes, FrameLimits.DEFAULT);
            String where = "seed " + seed + ", body " + i + ": " + decoded;
            Frame frame = assertInstanceOf(Frame.class, decoded, where);
            assertEquals(body, frame.body(), where);
            assertTrue(FrameCodec.verify(frame, KEY.verifyingKey()), where);
            assertFalse(FrameCodec.verify(frame, SigningKey.generate().verifyingKey()), where);
            assertEquals(frame, FrameCodec.decode(FrameCodec.encode(frame.body(), KEY), FrameLimits.DEFAULT), where);
        }
    }
}
