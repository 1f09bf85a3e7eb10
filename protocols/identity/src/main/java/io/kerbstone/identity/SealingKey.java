package io.kerbstone.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A symmetric key that seals small secrets at rest: AES-256-GCM (NIST SP 800-38D). Sealed form: one version byte (1),
 * 12 random bytes, cipher text with a 16-byte tag. The key itself lies in a file of mode 0600 beside what it seals: it
 * keeps secrets out of copies of single files and of the database, not from whoever can read the whole folder.
 * Immutable; safe for many threads.
 */
public final class SealingKey {
    /** Longest secret that is sealed, bytes. */
    public static final int PLAIN_BYTES_MAX = 32 * 1024;

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte VERSION = 1;
    private static final int OVERHEAD_BYTES = 1 + NONCE_BYTES + TAG_BITS / 8;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private SealingKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * The key in the file, made when there is none (with its folder, mode 0700).
     *
     * @throws IOException when the file cannot be read or written or is not 32 bytes long
     */
    public static SealingKey openOrCreate(Path file) throws IOException {
        if (Files.exists(file)) {
            byte[] stored = SafeFiles.read(file);
            if (stored.length != KEY_BYTES) {
                throw new IOException(file + " is not a sealing key: " + stored.length + " bytes instead of 32");
            }
            return new SealingKey(stored);
        }
        byte[] made = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(made);
        Path dir = file.toAbsolutePath().getParent();
        if (dir != null) {
            SafeFiles.folder(dir);
        }
        SafeFiles.write(file, made);
        return new SealingKey(made);
    }

    /** Seals at most {@link #PLAIN_BYTES_MAX} bytes; twice the same gives two different results. */
    public byte[] seal(byte[] plain) {
        if (plain.length > PLAIN_BYTES_MAX) {
            throw new IllegalArgumentException("too long to be sealed: " + plain.length + " bytes");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = new byte[plain.length + OVERHEAD_BYTES];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain, 0, plain.length, sealed, 1 + NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: AES-GCM of the JDK refused to seal", e);
        }
        return sealed;
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws RefusedException when it is damaged or was sealed with another key
     */
    public byte[] open(byte[] sealed) throws RefusedException {
        if (sealed.length < OVERHEAD_BYTES
                || sealed.length > PLAIN_BYTES_MAX + OVERHEAD_BYTES
                || sealed[0] != VERSION) {
            throw new RefusedException("this is not a sealed secret of version " + VERSION);
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce).doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new RefusedException("the sealed secret is damaged or was sealed with another key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: AES-GCM of the JDK refused to open", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(new byte[] {VERSION});
        return cipher;
    }
}
