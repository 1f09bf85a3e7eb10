package io.kerbstone.collector.alerts;

import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/** Alerts to send. */
final class Samples {
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final String BASE = "https://collector.example:8443";
    /** 2026-11-21 03:00:00 +08:00. */
    static final long SINCE_MS = 1_795_201_200_000L;

    private Samples() {}

    static Alert pathDown(long id, String name) {
        return new Alert(
                id,
                AlertKind.PATH_DOWN,
                new Alert.Subject("p" + id, name, "192.0.2.7", "one", "东门机柜"),
                AlertCause.PROBES_LOST,
                SINCE_MS,
                SINCE_MS + 33_000,
                Optional.of(new Alert.LastGood(SINCE_MS, OptionalLong.of(1_234_567))),
                1,
                Optional.empty(),
                Optional.empty());
    }

    static Alert agentSilent(long id) {
        return new Alert(
                id,
                AlertKind.AGENT_SILENT,
                new Alert.Subject("one", "东门机柜", "", "one", "东门机柜"),
                AlertCause.AGENT_DISCONNECTED,
                SINCE_MS,
                SINCE_MS + 60_000,
                Optional.of(new Alert.LastGood(SINCE_MS, OptionalLong.empty())),
                12,
                Optional.empty(),
                Optional.empty());
    }

    static Alert recovered(Alert alert) {
        return alert.ended(new Alert.End(Alert.EndKind.RECOVERED, SINCE_MS + 90_000, SINCE_MS + 115_000));
    }
}
