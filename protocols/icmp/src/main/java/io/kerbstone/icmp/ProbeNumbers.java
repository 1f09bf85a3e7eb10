package io.kerbstone.icmp;

import io.kerbstone.linux.EchoPacket;
import io.kerbstone.linux.IcmpSocket;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * How a probe's number travels: its low 32 bits, from a random start, as ICMP identifier and sequence; all of it with a
 * random nonce of this prober in the first 16 payload bytes; the rest of the payload is a fixed pattern. So replies to
 * other programs, to an earlier run of this one, and errors that quote no more than the ICMP header are told apart.
 * Immutable.
 */
final class ProbeNumbers {
    private final long nonce;
    private final int start;

    ProbeNumbers(RandomGenerator random) {
        nonce = random.nextLong();
        start = random.nextInt();
    }

    long nonce() {
        return nonce;
    }

    int identifier(long number) {
        return (int) (number + start) >>> Short.SIZE;
    }

    int sequence(long number) {
        return (int) (number + start) & 0xFFFF;
    }

    /** The low 32 bits of a number from the two fields. */
    long lowBits(int identifier, int sequence) {
        return (identifier << Short.SIZE | sequence) - start & 0xFFFF_FFFFL;
    }

    /** The low 16 bits of a number from the sequence alone. */
    long lowBits(int sequence) {
        return sequence - start & 0xFFFFL;
    }

    /** Writes what stays the same in every packet. */
    void prepare(IcmpSocket socket) {
        for (ByteBuffer payload : socket.payloads()) {
            for (int i = 0; i < payload.capacity(); i++) {
                payload.put(i, i < 2 * Long.BYTES ? cookieByte(0, i) : (byte) i);
            }
        }
    }

    /** Writes a number into the payload to be sent. */
    void put(ByteBuffer payload, long number, int payloadBytes) {
        if (payloadBytes >= 2 * Long.BYTES) {
            payload.putLong(Long.BYTES, number);
        } else {
            for (int i = Long.BYTES; i < payloadBytes; i++) {
                payload.put(i, cookieByte(number, i));
            }
        }
    }

    /** Whether the payload from one position to another is the fixed pattern. */
    boolean hasPattern(IcmpSocket socket, EchoPacket packet, int from, int to) {
        ByteBuffer pattern = socket.payloads().get(0);
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            if (packet.payloadLong(at) != pattern.getLong(at)) {
                return false;
            }
        }
        for (; at < to; at++) {
            if (packet.payloadByte(at) != pattern.get(at)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a payload of less than 16 bytes is the beginning of nonce and number. */
    boolean hasShortCookie(long number, EchoPacket packet, int length) {
        for (int i = 0; i < length; i++) {
            if (packet.payloadByte(i) != cookieByte(number, i)) {
                return false;
            }
        }
        return true;
    }

    private byte cookieByte(long number, int position) {
        long word = position < Long.BYTES ? nonce : number;
        return (byte) (word >>> (Long.SIZE - Byte.SIZE * (position % Long.BYTES + 1)));
    }
}
