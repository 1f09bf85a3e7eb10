package io.kerbstone.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextFinderTest {
    @Test
    void shouldFindATextHoweverTheBytesAreCut() {
        long seed = Long.getLong("kerbstone.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String text = letters(random, 1 + random.nextInt(4));
            String body = letters(random, random.nextInt(60));

            assertEquals(body.contains(text), found(text, body, random), () -> "seed " + seed);
        }
    }

    @Test
    void shouldBeFoundWhenThereIsNothingToFind() {
        assertTrue(new TextFinder("").isFound());
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("ab路".charAt(random.nextInt(3)));
        }
        return text.toString();
    }

    private static boolean found(String text, String body, Random random) {
        TextFinder finder = new TextFinder(text);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(5));
            finder.feed(Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, at, end)));
            at = end;
        }
        return finder.isFound();
    }
}
