package io.kerbstone.linux;

import java.nio.ByteBuffer;

/** How urgently the kernel runs a thread ({@code sched_setscheduler}). Stateless. */
public final class ThreadPriority {
    private static final int SCHED_RR = 2;
    private static final int RESET_ON_FORK = 0x4000_0000;
    private static final int THIS_THREAD = 0;

    private ThreadPriority() {}

    /**
     * Lets the calling thread, and no other of its process, run before all that are not real-time threads themselves
     * (lowest priority of {@code SCHED_RR}). The kernel keeps a few percent for the others. Needs {@code CAP_SYS_NICE}.
     *
     * @return whether the kernel did it
     */
    public static boolean beforeOthers() {
        if (Libc.unsupported().isPresent()) {
            return false;
        }
        ByteBuffer lowest = Libc.allocate(Integer.BYTES).putInt(0, 1);
        return Libc.schedule(THIS_THREAD, SCHED_RR | RESET_ON_FORK, lowest) == 0;
    }
}
