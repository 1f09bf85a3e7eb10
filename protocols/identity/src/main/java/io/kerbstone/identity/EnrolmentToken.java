package io.kerbstone.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A one-time token that lets an agent enrol and pins the collector's authority: a secret of 128 bits and the first 128
 * bits of the authority's fingerprint. Text form: {@code KS1-} and eleven groups of five characters of Crockford's
 * base 32 (no I, L, O, U), of which the last 19 bits are a check against typing mistakes. Reading forgives lower case,
 * spaces, missing dashes, O for 0 and I or L for 1. The collector stores only {@link #secretHash}. Immutable.
 */
public final class EnrolmentToken {
    /** Length of the secret, bytes. */
    public static final int SECRET_BYTES = 16;
    /** Length of the truncated fingerprint, bytes. */
    public static final int PIN_BYTES = 16;
    /** Longest text that is looked at. */
    public static final int TEXT_CHARS_MAX = 128;

    private static final String PREFIX = "KS1";
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int GROUP_CHARS = 5;
    private static final int CODE_CHARS = 55;
    private static final int CHECK_BITS = CODE_CHARS * 5 - (SECRET_BYTES + PIN_BYTES) * 8;

    private final byte[] secret;
    private final byte[] pin;

    private EnrolmentToken(byte[] secret, byte[] pin) {
        this.secret = secret;
        this.pin = pin;
    }

    /** A new token for the authority with the given SHA-256 fingerprint. */
    public static EnrolmentToken create(byte[] caFingerprint) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return of(secret, caFingerprint);
    }

    static EnrolmentToken of(byte[] secret, byte[] caFingerprint) {
        if (secret.length != SECRET_BYTES || caFingerprint.length < PIN_BYTES) {
            throw new IllegalArgumentException("a token needs a secret of 16 bytes and a fingerprint of 16 or more");
        }
        return new EnrolmentToken(secret.clone(), Arrays.copyOf(caFingerprint, PIN_BYTES));
    }

    /**
     * Reads the text form.
     *
     * @throws RefusedException with a sentence when it is not a token or was mistyped
     */
    public static EnrolmentToken parse(String text) throws RefusedException {
        if (text.length() > TEXT_CHARS_MAX) {
            throw new RefusedException("this is not an enrolment token: it is too long");
        }
        String bare = text.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        if (!bare.startsWith(PREFIX)) {
            throw new RefusedException("this is not an enrolment token: it does not begin with " + PREFIX + "-");
        }
        String code = bare.substring(PREFIX.length());
        if (code.length() != CODE_CHARS) {
            throw new RefusedException("the enrolment token is incomplete: " + code.length() + " characters after "
                    + PREFIX + " instead of " + CODE_CHARS);
        }
        BigInteger bits = decode(code);
        byte[] both = fixed(bits.shiftRight(CHECK_BITS), SECRET_BYTES + PIN_BYTES);
        EnrolmentToken token =
                of(Arrays.copyOf(both, SECRET_BYTES), Arrays.copyOfRange(both, SECRET_BYTES, both.length));
        if (!token.bits().equals(bits)) {
            throw new RefusedException("the enrolment token was mistyped: its check does not match");
        }
        return token;
    }

    /** The text form, to be read and pasted. */
    public String print() {
        StringBuilder text = new StringBuilder(PREFIX);
        BigInteger bits = bits();
        for (int i = 0; i < CODE_CHARS; i++) {
            if (i % GROUP_CHARS == 0) {
                text.append('-');
            }
            int shift = 5 * (CODE_CHARS - 1 - i);
            text.append(ALPHABET.charAt(bits.shiftRight(shift).intValue() & 31));
        }
        return text.toString();
    }

    /** The secret, for the ENROL message. */
    public byte[] secret() {
        return secret.clone();
    }

    /** What the collector stores and looks up: SHA-256 of the secret in hexadecimal. */
    public String secretHash() {
        return secretHash(secret);
    }

    /** The stored form of a secret that came in an ENROL message. */
    public static String secretHash(byte[] secret) {
        return HexFormat.of().formatHex(Digests.sha256(secret));
    }

    /** Whether a secret is the one of a stored hash, compared in constant time. */
    public static boolean matches(String storedHash, byte[] secret) {
        return MessageDigest.isEqual(
                storedHash.getBytes(StandardCharsets.US_ASCII),
                secretHash(secret).getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether a certificate is the authority this token pins, compared in constant time. */
    public boolean pins(X509Certificate ca) {
        return MessageDigest.isEqual(pin, Arrays.copyOf(Certificates.fingerprint(ca), PIN_BYTES));
    }

    private BigInteger bits() {
        byte[] both = Arrays.copyOf(secret, SECRET_BYTES + PIN_BYTES);
        System.arraycopy(pin, 0, both, SECRET_BYTES, PIN_BYTES);
        byte[] check = Digests.sha256("kerbstone-token-1".getBytes(StandardCharsets.US_ASCII), both);
        BigInteger checkBits = new BigInteger(1, Arrays.copyOf(check, 4)).shiftRight(32 - CHECK_BITS);
        return new BigInteger(1, both).shiftLeft(CHECK_BITS).or(checkBits);
    }

    private static BigInteger decode(String code) throws RefusedException {
        BigInteger bits = BigInteger.ZERO;
        for (char c : code.replace('O', '0').replace('I', '1').replace('L', '1').toCharArray()) {
            int value = ALPHABET.indexOf(c);
            if (value < 0) {
                throw new RefusedException("the enrolment token has a character that no token has: " + c);
            }
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(value));
        }
        return bits;
    }

    private static byte[] fixed(BigInteger value, int bytes) {
        byte[] raw = value.toByteArray();
        byte[] fixed = new byte[bytes];
        int length = Math.min(raw.length, bytes);
        System.arraycopy(raw, raw.length - length, fixed, bytes - length, length);
        return fixed;
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "EnrolmentToken(<secret>)";
    }
}
