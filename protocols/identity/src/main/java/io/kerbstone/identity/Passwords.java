package io.kerbstone.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes of passwords: Argon2id (RFC 9106) in the usual text form
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. One hash takes 19 MiB and some tens of milliseconds, so callers
 * limit how many run at once. Stateless; safe for many threads.
 */
public final class Passwords {
    /** Longest password accepted, characters: more only costs us time. */
    public static final int PASSWORD_CHARS_MAX = 256;

    private static final int MEMORY_KIB = 19_456;
    private static final int MEMORY_KIB_MAX = 262_144;
    private static final int PASSES = 2;
    private static final int PASSES_MAX = 16;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int STORED_CHARS_MAX = 256;
    private static final Pattern STORED = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=1"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private Passwords() {}

    /**
     * The text to store for a password.
     *
     * @throws IllegalArgumentException when it is longer than {@link #PASSWORD_CHARS_MAX}
     */
    public static String hash(String password) {
        if (password.length() > PASSWORD_CHARS_MAX) {
            throw new IllegalArgumentException("a password has at most " + PASSWORD_CHARS_MAX + " characters");
        }
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        byte[] hash = argon2id(password, salt, MEMORY_KIB, PASSES, HASH_BYTES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(hash);
    }

    /** Whether the password is the one of a stored text; false when the text is not one of ours. */
    public static boolean matches(String hash, String password) {
        if (password.length() > PASSWORD_CHARS_MAX || hash.length() > STORED_CHARS_MAX) {
            return false;
        }
        Matcher stored = STORED.matcher(hash);
        if (!stored.matches()) {
            return false;
        }
        int memoryKib = Integer.parseInt(stored.group(1));
        int passes = Integer.parseInt(stored.group(2));
        if (memoryKib < 8 || memoryKib > MEMORY_KIB_MAX || passes < 1 || passes > PASSES_MAX) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(stored.group(3));
            byte[] expected = Base64.getDecoder().decode(stored.group(4));
            return MessageDigest.isEqual(expected, argon2id(password, salt, memoryKib, passes, expected.length));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] argon2id(String password, byte[] salt, int memoryKib, int passes, int bytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[bytes];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
