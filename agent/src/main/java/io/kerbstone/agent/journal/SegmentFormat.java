package io.kerbstone.agent.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Bytes of a segment file, all numbers big-endian.
 *
 * <pre>
 *  header  0 magic "KERBJNL1" (8) | 8 epoch (16) | 24 first sequence (8) | 32 previous hash (32)
 *         64 first 16 bytes of SHA-256 of the agent id (16) | 80 CRC-32C of the 80 bytes before (4)
 *  record  0 length of the frame (4) | 4 CRC-32C of what follows (4) | 8 sequence (8) | 16 frame
 * </pre>
 *
 * The header of the newest segment holds what the chain needs after everything before it was trimmed. Stateless.
 */
final class SegmentFormat {
    static final int HEADER_BYTES = 84;
    static final int RECORD_BYTES = 16;
    /** Largest frame; a longer length in a file is damage. */
    static final int FRAME_BYTES_MAX = 1 << 20;

    static final int EPOCH_BYTES = 16;
    static final int HASH_BYTES = 32;

    private static final byte[] MAGIC = "KERBJNL1".getBytes(StandardCharsets.US_ASCII);
    private static final int AGENT_BYTES = 16;

    private SegmentFormat() {}

    /** What a header says. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
    record Header(byte[] epoch, long firstSequence, byte[] previous, byte[] agent) {
        boolean isOf(String agentId) {
            return Arrays.equals(agent, agentMark(agentId));
        }
    }

    static String nameOf(long firstSequence) {
        return String.format("%016x.seg", firstSequence);
    }

    static byte[] header(byte[] epoch, long firstSequence, byte[] previous, String agentId) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
        bytes.put(MAGIC).put(epoch).putLong(firstSequence).put(previous).put(agentMark(agentId));
        return bytes.putInt(crc(bytes.array(), 0, bytes.position())).array();
    }

    static Optional<Header> parseHeader(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).position(MAGIC.length);
        byte[] epoch = take(buffer, EPOCH_BYTES);
        long first = buffer.getLong();
        byte[] previous = take(buffer, HASH_BYTES);
        byte[] agent = take(buffer, AGENT_BYTES);
        boolean isSound = buffer.getInt() == crc(bytes, 0, HEADER_BYTES - Integer.BYTES) && first > 0;
        return isSound ? Optional.of(new Header(epoch, first, previous, agent)) : Optional.empty();
    }

    static byte[] record(long sequence, byte[] frame) {
        ByteBuffer bytes = ByteBuffer.allocate(RECORD_BYTES + frame.length);
        bytes.putInt(frame.length).putInt(0).putLong(sequence).put(frame);
        bytes.putInt(4, crc(bytes.array(), 8, Long.BYTES + frame.length));
        return bytes.array();
    }

    static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every Java has SHA-256", e);
        }
    }

    private static byte[] agentMark(String agentId) {
        return Arrays.copyOf(sha256(agentId.getBytes(StandardCharsets.UTF_8)), AGENT_BYTES);
    }

    private static byte[] take(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }
}
