package io.kerbstone.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The C library, mapped directly: pointers travel as {@code long}, structures are laid out by hand in direct buffers.
 * Direct mapping costs a fraction of a microsecond for a call and makes no garbage. Safe for many threads.
 */
final class Libc {
    static final int POINTER_BYTES = 8;

    private static final Set<String> KNOWN_MACHINES = Set.of("amd64", "aarch64", "riscv64");

    static {
        if (unsupported().isEmpty()) {
            Native.register(Libc.class, NativeLibrary.getProcess());
        }
    }

    private Libc() {}

    /** Why the structures and numbers written here do not fit this machine; empty when they do. */
    static Optional<String> unsupported() {
        String system = System.getProperty("os.name", "");
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean fits = system.equals("Linux")
                && KNOWN_MACHINES.contains(machine)
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        return fits
                ? Optional.empty()
                : Optional.of("needs 64-bit little-endian Linux, but this is " + system + " on " + machine);
    }

    /** A zeroed direct buffer in the machine's byte order. */
    static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** The address of a direct buffer's first byte; valid while the buffer is reachable. */
    static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    /** The error number that the last call of this thread left. */
    static int errno() {
        return Native.getLastError();
    }

    /** Sets a socket option to the bytes of a direct buffer; 0 or the error number. */
    static int setOption(int fd, int level, int name, ByteBuffer value) {
        try {
            return setsockopt(fd, level, name, address(value), value.capacity()) == 0 ? 0 : errno();
        } finally {
            // The collector must not free the buffer while only its address is in use.
            Reference.reachabilityFence(value);
        }
    }

    /** Opens a file by its name, which ends in a zero byte; the descriptor, or the negated error number. */
    static int open(ByteBuffer name, int flags) {
        try {
            int fd = open(address(name), flags);
            return fd >= 0 ? fd : -errno();
        } finally {
            Reference.reachabilityFence(name);
        }
    }

    /** Asks a device for something, with a structure as argument; 0 or the error number. */
    static int control(int fd, long request, ByteBuffer argument) {
        try {
            return ioctl(fd, request, address(argument)) >= 0 ? 0 : errno();
        } finally {
            Reference.reachabilityFence(argument);
        }
    }

    /** Sets the scheduling policy of a thread; 0 or the error number. */
    static int schedule(int pid, int policy, ByteBuffer parameter) {
        try {
            return sched_setscheduler(pid, policy, address(parameter)) == 0 ? 0 : errno();
        } finally {
            Reference.reachabilityFence(parameter);
        }
    }

    static native int socket(int domain, int type, int protocol);

    static native int open(long path, int flags);

    static native int ioctl(int fd, long request, long argument);

    static native int close(int fd);

    static native int eventfd(int initial, int flags);

    static native long read(int fd, long buffer, long length);

    static native long write(int fd, long buffer, long length);

    static native int bind(int fd, long address, int addressLength);

    static native int connect(int fd, long address, int addressLength);

    static native int getsockname(int fd, long address, long addressLength);

    static native long sendmsg(int fd, long message, int flags);

    static native int setsockopt(int fd, int level, int name, long value, int length);

    static native int getsockopt(int fd, int level, int name, long value, long length);

    static native long sendto(int fd, long buffer, long length, int flags, long address, int addressLength);

    static native int sendmmsg(int fd, long messages, int count, int flags);

    static native int recvmmsg(int fd, long messages, int count, int flags, long timeout);

    static native int ppoll(long fds, long count, long timeout, long signalMask);

    static native int adjtimex(long timex);

    static native int sched_setscheduler(int pid, int policy, long parameter);

    static native int clock_gettime(int clock, long timespec);
}
