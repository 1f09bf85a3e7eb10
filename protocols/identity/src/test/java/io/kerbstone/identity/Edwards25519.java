package io.kerbstone.identity;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Points of edwards25519 (RFC 8032, 5.1) by plain arithmetic: slow, for making signatures no library would make. */
record Edwards25519(BigInteger x, BigInteger y) {
    static final BigInteger ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D = P.subtract(BigInteger.valueOf(121665))
            .multiply(inverse(BigInteger.valueOf(121666)))
            .mod(P);
    private static final BigInteger ROOT_OF_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
    static final Edwards25519 NEUTRAL = new Edwards25519(BigInteger.ZERO, BigInteger.ONE);
    static final Edwards25519 BASE =
            ofY(BigInteger.valueOf(4).multiply(inverse(BigInteger.valueOf(5))).mod(P), false);

    /** The eight points whose order divides eight. */
    static List<Edwards25519> smallOrders() {
        for (long y = 2; ; y++) {
            Edwards25519 point =
                    squareRoot(BigInteger.valueOf(y)) == null ? NEUTRAL : ofY(BigInteger.valueOf(y), false);
            Edwards25519 small = point.times(ORDER);
            if (!small.times(BigInteger.valueOf(4)).isNeutral()) {
                List<Edwards25519> all = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    all.add(small.times(BigInteger.valueOf(i)));
                }
                return all;
            }
        }
    }

    static Edwards25519 decode(byte[] encoded) {
        BigInteger bits = littleEndian(encoded);
        return ofY(bits.clearBit(255), bits.testBit(255));
    }

    private static Edwards25519 ofY(BigInteger y, boolean isOdd) {
        BigInteger x = squareRoot(y);
        return new Edwards25519(x.testBit(0) == isOdd ? x : P.subtract(x).mod(P), y);
    }

    /** x of that y; null when there is none. */
    private static BigInteger squareRoot(BigInteger y) {
        BigInteger yy = y.multiply(y);
        BigInteger xx = yy.subtract(BigInteger.ONE)
                .multiply(inverse(D.multiply(yy).add(BigInteger.ONE)))
                .mod(P);
        BigInteger x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        BigInteger root = x.multiply(x).mod(P).equals(xx)
                ? x
                : x.multiply(ROOT_OF_MINUS_ONE).mod(P);
        return root.multiply(root).mod(P).equals(xx) ? root : null;
    }

    private static BigInteger inverse(BigInteger of) {
        return of.modInverse(P);
    }

    boolean isNeutral() {
        return equals(NEUTRAL);
    }

    Edwards25519 plus(Edwards25519 other) {
        BigInteger product =
                D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
        BigInteger sumX = x.multiply(other.y).add(y.multiply(other.x)).multiply(inverse(BigInteger.ONE.add(product)));
        BigInteger sumY = y.multiply(other.y)
                .add(x.multiply(other.x))
                .multiply(inverse(BigInteger.ONE.subtract(product).mod(P)));
        return new Edwards25519(sumX.mod(P), sumY.mod(P));
    }

    Edwards25519 times(BigInteger factor) {
        Edwards25519 sum = NEUTRAL;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            sum = sum.plus(sum);
            sum = factor.testBit(bit) ? sum.plus(this) : sum;
        }
        return sum;
    }

    byte[] encode() {
        return encode(x.testBit(0) ? y.setBit(255) : y);
    }

    /** With y + p if that fits 255 bits, else with the sign of x turned where x is 0: what RFC 8032 forbids either way. */
    byte[] encodeOverlong() {
        BigInteger overlong = y.add(P);
        BigInteger form = overlong.bitLength() <= 255 ? overlong : y.flipBit(255);
        return encode(overlong.bitLength() <= 255 && x.testBit(0) ? form.setBit(255) : form);
    }

    static byte[] encode(BigInteger number) {
        byte[] big = number.toByteArray();
        byte[] little = new byte[32];
        for (int i = 0; i < Math.min(32, big.length); i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    static BigInteger littleEndian(byte[] bytes) {
        byte[] big = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            big[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, big);
    }

    static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    static byte[] sha512(List<byte[]> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            parts.forEach(digest::update);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
