package io.kerbstone.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingKeyTest {
    private static final byte[] SECRET = "community".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path dir;

    private SealingKey key;

    @BeforeEach
    void open() throws IOException {
        key = SealingKey.openOrCreate(dir.resolve("keys/sealing.key"));
    }

    @Test
    void shouldOpenWhatWasSealedWhenTheFileIsOpenedAgain() throws Exception {
        byte[] sealed = key.seal(SECRET);
        assertArrayEquals(
                SECRET, SealingKey.openOrCreate(dir.resolve("keys/sealing.key")).open(sealed));
        assertFalse(Arrays.equals(sealed, key.seal(SECRET)), "each sealing has its own nonce");
    }

    @Test
    void shouldRefuseWhenAnyByteIsChangedOrMissing() {
        byte[] sealed = key.seal(SECRET);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 0x10;
            assertThrows(RefusedException.class, () -> key.open(changed));
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThrows(RefusedException.class, () -> key.open(cut));
        }
    }

    @Test
    void shouldRefuseWhenTheKeyIsAnother() throws IOException {
        SealingKey other = SealingKey.openOrCreate(dir.resolve("other.key"));
        byte[] sealed = key.seal(SECRET);
        RefusedException refused = assertThrows(RefusedException.class, () -> other.open(sealed));
        assertTrue(refused.getMessage().contains("another key"), refused.getMessage());
    }

    @Test
    void shouldSealAtTheBoundAndNotOnePast() throws Exception {
        byte[] longest = new byte[SealingKey.PLAIN_BYTES_MAX];
        assertArrayEquals(longest, key.open(key.seal(longest)));
        assertThrows(IllegalArgumentException.class, () -> key.seal(new byte[SealingKey.PLAIN_BYTES_MAX + 1]));
    }

    @Test
    void shouldSayWhichFileWhenTheKeyFileIsNoKey() throws IOException {
        Files.write(dir.resolve("short.key"), new byte[31]);
        IOException refused = assertThrows(IOException.class, () -> SealingKey.openOrCreate(dir.resolve("short.key")));
        assertTrue(refused.getMessage().contains("short.key"), refused.getMessage());
    }
}
