package io.kerbstone.profiles;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the bytes of a device into a text that can be shown. Stateless. */
final class Texts {
    /** Longest text of a reading, characters; the rest is cut off. */
    static final int LENGTH_MAX = 256;

    /** DisplayString is ASCII, but field engineers write what their terminal sends: mostly UTF-8 or GB 18030. */
    private static final List<Charset> CHARSETS = Stream.of("UTF-8", "GB18030")
            .filter(Charset::isSupported)
            .map(Charset::forName)
            .toList();

    private Texts() {}

    /** The characters without what is not printed, trimmed, at most {@link #LENGTH_MAX}. */
    static String clean(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        decode(bytes)
                .codePoints()
                .filter(c -> c != 0)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(text::appendCodePoint);
        return cut(text.toString().strip());
    }

    /** Pairs of hexadecimal digits with colons between. */
    static String hex(byte[] bytes) {
        return cut(HexFormat.ofDelimiter(":").formatHex(bytes));
    }

    private static String decode(byte[] bytes) {
        return CHARSETS.stream()
                .flatMap(charset -> strictly(charset, bytes).stream())
                .findFirst()
                .orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static Optional<String> strictly(Charset charset, byte[] bytes) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String cut(String text) {
        int end = Math.min(text.length(), LENGTH_MAX);
        boolean halved = end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, halved ? end - 1 : end);
    }
}
