package io.kerbstone.snmp;

import java.util.Date;
import java.util.Timer;
import java.util.TimerTask;
import org.snmp4j.util.CommonTimer;
import org.snmp4j.util.TimerFactory;

/**
 * Timers for SNMP4J that never go off. Its own go by the wall clock: when NTP sets that forward, every request under way
 * would count as lost. The waiting time is kept by {@link Session} instead. Still the tasks must stand in a
 * {@link Timer}: SNMP4J takes a report for late when its task says that it was never scheduled.
 */
final class DormantTimers implements TimerFactory {
    /** A thousand years: no clock is set forward that far. */
    private static final long NEVER_MS = 1_000L * 365 * 86_400_000;

    /** So many tasks, most of them cancelled long since, are kept before the cancelled ones are thrown out. */
    private static final int SCHEDULED_BETWEEN_PURGES = 2_048;

    @Override
    public CommonTimer createTimer() {
        return new DormantTimer();
    }

    /** Safe for many threads. */
    private static final class DormantTimer implements CommonTimer {
        private final Timer timer = new Timer("kerbstone-snmp-dormant", true);
        private int sincePurge;

        @Override
        public synchronized void schedule(TimerTask task, long delayMs) {
            timer.schedule(task, NEVER_MS);
            if (++sincePurge == SCHEDULED_BETWEEN_PURGES) {
                sincePurge = 0;
                timer.purge();
            }
        }

        @Override
        public void schedule(TimerTask task, Date first, long periodMs) {
            throw new IllegalStateException("BUG: nothing here is scheduled by date");
        }

        @Override
        public void schedule(TimerTask task, long delayMs, long periodMs) {
            throw new IllegalStateException("BUG: nothing here is scheduled repeatedly");
        }

        @Override
        public void cancel() {
            timer.cancel();
        }
    }
}
