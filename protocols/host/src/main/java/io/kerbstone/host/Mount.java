package io.kerbstone.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A mounted filesystem that holds data of this machine.
 *
 * @param device what is mounted
 * @param folder where
 * @param type filesystem type
 */
record Mount(String device, String folder, String type) {
    /** Filesystems on local storage. Asking a network filesystem whose server is gone would block the reader. */
    private static final Set<String> LOCAL = Set.of(
            "bcachefs",
            "btrfs",
            "exfat",
            "ext2",
            "ext3",
            "ext4",
            "f2fs",
            "jffs2",
            "jfs",
            "ntfs3",
            "overlay",
            "reiserfs",
            "ubifs",
            "vfat",
            "xfs",
            "zfs");

    /**
     * Reads {@code /proc/self/mounts} (fstab(5)): local filesystems, each device once, at the folder named first. Of
     * overlays every one counts, for they have no device.
     */
    static List<Mount> parse(String mounts) {
        List<Mount> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String line : mounts.split("\n", -1)) {
            String[] fields = Numbers.fields(line);
            if (fields.length >= 3 && LOCAL.contains(fields[2])) {
                String folder = unescape(fields[1]);
                boolean overlay = fields[2].equals("overlay");
                if (seen.add(overlay ? "overlay " + folder : fields[0])) {
                    all.add(new Mount(unescape(fields[0]), folder, fields[2]));
                }
            }
        }
        return all;
    }

    /** The kernel writes space, tab, newline and backslash as three octal digits. */
    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean escape = text.charAt(i) == '\\'
                    && i + 3 < text.length()
                    && text.substring(i + 1, i + 4).matches("[0-3][0-7]{2}");
            if (escape) {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }
}
