package io.kerbstone.stamp;

import java.util.Optional;

/**
 * What follows a base packet: type-length-value extensions (RFC 8972, section 4), or padding by a sender that knows
 * nothing of them. We understand the Extra Padding and the HMAC extension; the reflector marks every other as not
 * recognised and sends it back as it came. Pure functions but for the key.
 */
final class Extensions {
    /** Flags, type and length before each value. */
    static final int HEADER_BYTES = 4;

    /** Not recognised by the reflector; senders set it. */
    static final int UNRECOGNISED = 0x80;
    /** Too long for what is left, or not as long as its type must be. */
    static final int MALFORMED = 0x40;
    /** The hash over the extensions is wrong. */
    static final int NO_INTEGRITY = 0x20;

    static final int EXTRA_PADDING = 1;
    static final int HMAC = 8;

    private static final int SEQUENCE_BYTES = Integer.BYTES;

    private Extensions() {}

    /** Fills what is longer than a base packet: one Extra Padding extension, or zeros where no header fits. */
    static void pad(byte[] packet, int from, int to) {
        if (to - from >= HEADER_BYTES) {
            int length = to - from - HEADER_BYTES;
            packet[from] = (byte) UNRECOGNISED;
            packet[from + 1] = EXTRA_PADDING;
            packet[from + 2] = (byte) (length >>> Byte.SIZE);
            packet[from + 3] = (byte) length;
        }
    }

    /**
     * Sets the flags of a packet about to be reflected, in place, and its own hash where the sender's was right.
     *
     * @param sequenceAsSent the four octets that the sender's hash covers
     */
    static void reflect(byte[] packet, int from, int to, Optional<StampKey> key, byte[] sequenceAsSent) {
        boolean isIntact = key.isEmpty() || isIntact(packet, from, to, key.get(), sequenceAsSent);
        for (int at = from; at + HEADER_BYTES <= to; at += HEADER_BYTES + length(packet, at)) {
            int flags = packet[at] & ~(UNRECOGNISED | MALFORMED | NO_INTEGRITY);
            boolean isMalformed = isMalformed(packet, at, to);
            flags |= isMalformed ? MALFORMED : 0;
            flags |= isIntact ? 0 : NO_INTEGRITY;
            flags |= !isMalformed && !isRecognised(packet[at + 1], key.isPresent()) ? UNRECOGNISED : 0;
            packet[at] = (byte) flags;
            if (isMalformed) {
                return;
            }
            if (isIntact && key.isPresent() && packet[at + 1] == HMAC) {
                tag(packet, from, at, key.get());
            }
        }
    }

    /** The hash over the reflector's own sequence number and the extensions before it. */
    private static void tag(byte[] packet, int from, int at, StampKey key) {
        key.update(packet, 0, SEQUENCE_BYTES);
        key.update(packet, from, at);
        key.writeTag(packet, at + HEADER_BYTES);
    }

    /** The hash is there, behind everything but padding, and right; it need not be there where there is only padding. */
    private static boolean isIntact(byte[] packet, int from, int to, StampKey key, byte[] sequence) {
        boolean isNeeded = false;
        boolean isVerified = false;
        for (int at = from;
                at + HEADER_BYTES <= to && !isMalformed(packet, at, to);
                at += HEADER_BYTES + length(packet, at)) {
            if (packet[at + 1] == HMAC) {
                key.update(sequence, 0, SEQUENCE_BYTES);
                key.update(packet, from, at);
                if (isVerified || !key.isTag(packet, at + HEADER_BYTES)) {
                    return false;
                }
                isVerified = true;
            } else if (packet[at + 1] != EXTRA_PADDING) {
                if (isVerified) {
                    return false;
                }
                isNeeded = true;
            }
        }
        return isVerified || !isNeeded;
    }

    private static boolean isRecognised(byte type, boolean hasKey) {
        return type == EXTRA_PADDING || (type == HMAC && hasKey);
    }

    private static boolean isMalformed(byte[] packet, int at, int to) {
        int length = length(packet, at);
        return at + HEADER_BYTES + length > to || (packet[at + 1] == HMAC && length != StampKey.TAG_BYTES);
    }

    private static int length(byte[] packet, int at) {
        return (packet[at + 2] & 0xFF) << Byte.SIZE | (packet[at + 3] & 0xFF);
    }
}
