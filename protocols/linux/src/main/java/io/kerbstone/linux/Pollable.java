package io.kerbstone.linux;

/** A descriptor of the kernel that {@link SocketPoller} can wait for. Owned by one thread. */
public abstract sealed class Pollable implements AutoCloseable permits StampedSocket, TunDevice, Waker {
    private final int fd;
    private boolean open = true;

    Pollable(int fd) {
        this.fd = fd;
    }

    final int fd() {
        return fd;
    }

    final boolean isOpen() {
        return open;
    }

    /** Closes it; a second time does nothing. */
    @Override
    public void close() {
        if (open) {
            open = false;
            Libc.close(fd);
        }
    }
}
