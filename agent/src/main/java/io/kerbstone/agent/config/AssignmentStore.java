package io.kerbstone.agent.config;

import io.kerbstone.identity.RefusedException;
import io.kerbstone.identity.SealingKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The assignment's document as it came from the collector, sealed because it holds secrets of devices, in one file that
 * is either the old or the new one. Several sealed parts, for one seals only a little; each names its version, place
 * and number. One thread at a time.
 */
public final class AssignmentStore {
    /** Most bytes of a document, UTF-8. */
    public static final int DOCUMENT_BYTES_MAX = 4 << 20;

    private static final int PART_HEAD_BYTES = Long.BYTES + 2 * Integer.BYTES;
    private static final int PART_BYTES = SealingKey.PLAIN_BYTES_MAX - PART_HEAD_BYTES;

    private final StateFolder folder;

    /** The store in that state folder. */
    public AssignmentStore(StateFolder folder) {
        this.folder = folder;
    }

    /**
     * A document with its version.
     *
     * @param version as the collector counts
     * @param document JSON
     */
    public record Stored(long version, String document) {}

    /** Keeps the document, forced to disk. */
    public void save(Stored stored) throws IOException {
        SealingKey key = SealingKey.openOrCreate(folder.sealingKey());
        byte[] plain = stored.document().getBytes(StandardCharsets.UTF_8);
        int parts = Math.max(1, (plain.length + PART_BYTES - 1) / PART_BYTES);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < parts; i++) {
            byte[] part = Arrays.copyOfRange(plain, i * PART_BYTES, Math.min(plain.length, (i + 1) * PART_BYTES));
            byte[] sealed = key.seal(ByteBuffer.allocate(PART_HEAD_BYTES + part.length)
                    .putLong(stored.version())
                    .putInt(i)
                    .putInt(parts)
                    .put(part)
                    .array());
            all.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(sealed.length).array());
            all.writeBytes(sealed);
        }
        StateFolder.replace(folder.assignment(), all.toByteArray(), true);
    }

    /**
     * What was kept; empty when nothing was.
     *
     * @throws IOException when it cannot be read or is damaged
     */
    public Optional<Stored> load() throws IOException {
        Optional<byte[]> bytes = StateFolder.read(folder.assignment());
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(open(ByteBuffer.wrap(bytes.get()), SealingKey.openOrCreate(folder.sealingKey())));
        } catch (RefusedException e) {
            throw new IOException(folder.assignment() + ": " + e.getMessage(), e);
        }
    }

    private static Stored open(ByteBuffer in, SealingKey key) throws RefusedException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        long version = -1;
        int index = 0;
        int parts = 1;
        while (index < parts) {
            if (in.remaining() < Integer.BYTES || in.getInt(in.position()) > in.remaining() - Integer.BYTES) {
                throw new RefusedException("the assignment is damaged: a part is missing");
            }
            byte[] sealed = new byte[Math.max(0, in.getInt())];
            in.get(sealed);
            ByteBuffer part = ByteBuffer.wrap(key.open(sealed));
            long itsVersion = part.getLong();
            if (part.getInt() != index || (index > 0 && itsVersion != version)) {
                throw new RefusedException("the assignment is damaged: its parts do not belong together");
            }
            version = itsVersion;
            parts = part.getInt();
            plain.write(part.array(), PART_HEAD_BYTES, part.remaining());
            index++;
            if (plain.size() > DOCUMENT_BYTES_MAX) {
                throw new RefusedException("the assignment is longer than " + DOCUMENT_BYTES_MAX + " bytes");
            }
        }
        return new Stored(version, plain.toString(StandardCharsets.UTF_8));
    }
}
