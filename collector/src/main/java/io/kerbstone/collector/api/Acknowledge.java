package io.kerbstone.collector.api;

import io.kerbstone.collector.alerts.Alerts;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes note of an alert in a user's name and waits for it; on worker threads only. Stateless. */
public final class Acknowledge {
    private static final long WAIT_SECONDS = 10;

    private Acknowledge() {}

    /** What came of it. */
    public enum Answer {
        /** It is on record. */
        RECORDED,
        /** Somebody was first; theirs stands. */
        ALREADY,
        /** There is no such alert. */
        UNKNOWN,
        /** The alerts did not answer in time. */
        BUSY
    }

    /** Takes note of the alert with this number. */
    public static Answer now(Alerts alerts, String id, String by, String note) {
        if (!id.matches("\\d{1,18}")) {
            return Answer.UNKNOWN;
        }
        try {
            Alerts.Acknowledged done =
                    alerts.acknowledge(Long.parseLong(id), by, note).get(WAIT_SECONDS, TimeUnit.SECONDS);
            return switch (done.result()) {
                case RECORDED -> Answer.RECORDED;
                case ALREADY -> Answer.ALREADY;
                case UNKNOWN -> Answer.UNKNOWN;
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.BUSY;
        } catch (TimeoutException e) {
            return Answer.BUSY;
        } catch (ExecutionException e) {
            throw new IllegalStateException("BUG: the alert could not be acknowledged", e);
        }
    }
}
