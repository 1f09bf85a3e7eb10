package io.kerbstone.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A network interface of this machine whose other end is this program: what the kernel sends out of it is read here, and
 * what is written here the kernel receives from it ({@code /dev/net/tun}, {@code IFF_TUN | IFF_NO_PI}: IP packets without
 * any header before them). The interface lives as long as the device is open, whatever network namespace it is moved to.
 * Needs {@code CAP_NET_ADMIN}. Never blocks, use {@link SocketPoller} to wait. Owned by one thread;
 * closing it removes the interface.
 */
public final class TunDevice extends Pollable {
    /** Longest name of an interface. */
    public static final int MOST_NAME_CHARS = 15;

    private static final String CONTROL = "/dev/net/tun";
    private static final int READ_WRITE_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final long SET_INTERFACE = 0x400454caL;
    private static final short TUN_WITHOUT_HEADER = 0x1001;
    private static final int REQUEST_BYTES = 40;
    private static final int FLAGS_AT = 16;

    private final String name;

    private TunDevice(int fd, String name) {
        super(fd);
        this.name = name;
    }

    /** Makes an interface of that name, which must not exist yet; throws in words when it cannot. */
    public static TunDevice open(String name) throws IOException {
        Optional<String> unsupported = Libc.unsupported();
        if (unsupported.isPresent()) {
            throw new IOException("a TUN device " + unsupported.get());
        }
        if (name.isEmpty() || name.length() > MOST_NAME_CHARS) {
            throw new IllegalArgumentException("an interface has a name of 1 to " + MOST_NAME_CHARS + " characters");
        }
        int fd = Libc.open(text(CONTROL, CONTROL.length() + 1), READ_WRITE_NONBLOCK_CLOEXEC);
        if (fd < 0) {
            throw new IOException(CONTROL + ": " + Errno.sentence(-fd));
        }
        ByteBuffer request = text(name, REQUEST_BYTES).putShort(FLAGS_AT, TUN_WITHOUT_HEADER);
        int errno = Libc.control(fd, SET_INTERFACE, request);
        if (errno != 0) {
            Libc.close(fd);
            throw new IOException("no TUN device " + name + ": " + Errno.sentence(errno));
        }
        return new TunDevice(fd, name);
    }

    private static ByteBuffer text(String text, int bytes) {
        return Libc.allocate(bytes).put(0, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Takes the next packet that the kernel sent; its bytes, or the negated error number ({@link Errno#EAGAIN}: none). */
    public int read(PacketSlots into, int slot) {
        long length = Libc.read(fd(), into.address(slot), PacketSlots.SLOT_BYTES);
        return length < 0 ? -Libc.errno() : (int) length;
    }

    /**
     * Lets the kernel receive a packet; it has taken it up its layers, and answered an echo request, when this returns.
     *
     * @return 0, or the error number
     */
    public int write(PacketSlots from, int slot, int length) {
        return Libc.write(fd(), from.address(slot), length) < 0 ? Libc.errno() : 0;
    }
}
