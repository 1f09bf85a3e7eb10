package io.kerbstone.collector;

import io.kerbstone.collector.gateway.Gateway;
import io.kerbstone.collector.ingest.Ingest;
import io.kerbstone.collector.ingest.IngestCounters.Count;
import io.kerbstone.collector.judge.Judge;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/** How the parts below the pages are doing: what keeps them from their work, and what they have counted. Thread-safe. */
final class Health {
    /** Free space below which frames can no longer be taken safely, bytes. */
    static final long FREE_BYTES_MIN = 256L << 20;

    private final DataFolder folder;
    private final Ingest ingest;
    private final Judge judge;
    private final Gateway gateway;

    Health(DataFolder folder, Ingest ingest, Judge judge, Gateway gateway) {
        this.folder = folder;
        this.ingest = ingest;
        this.judge = judge;
        this.gateway = gateway;
    }

    /** One sentence for each thing that keeps the collector from its work now. */
    List<String> problems() {
        try {
            long free = Files.getFileStore(folder.path()).getUsableSpace();
            return free >= FREE_BYTES_MIN
                    ? List.of()
                    : List.of("Only " + (free >> 20) + " MiB are free for the data folder; make room.");
        } catch (IOException e) {
            return List.of("The disk of the data folder cannot be asked: " + e.getMessage());
        }
    }

    /** Lines in Prometheus' text form. */
    String metrics() {
        StringBuilder text = new StringBuilder();
        for (Count count : Count.values()) {
            String name = count.name().toLowerCase(Locale.ROOT);
            counter(text, "ingest_" + name, ingest.counters().get(count));
        }
        counter(text, "judge_observations", judge.observations());
        counter(text, "judge_misdated", judge.misdated());
        counter(text, "judge_unreadable_frames", judge.unreadable());
        counter(text, "judge_frames_adrift", judge.adrift());
        counter(text, "judge_frames_contested", judge.contested());
        counter(text, "judge_boots_dated", judge.moves());
        gauge(text, "judge_frames_waiting", judge.waiting());
        counter(text, "gateway_connections", gateway.counters().connections());
        counter(text, "gateway_turned_away", gateway.counters().turnedAway());
        counter(text, "gateway_broken", gateway.counters().broken());
        counter(text, "gateway_enrolled", gateway.counters().enrolled());
        counter(text, "gateway_enrolments_refused", gateway.counters().enrolmentsRefused());
        counter(text, "gateway_replaced", gateway.counters().replaced());
        gauge(text, "gateway_agents_connected", gateway.connectedAgents());
        return text.toString();
    }

    private static void gauge(StringBuilder text, String name, long value) {
        text.append("# TYPE kerbstone_")
                .append(name)
                .append(" gauge\nkerbstone_")
                .append(name)
                .append(' ')
                .append(value)
                .append('\n');
    }

    private static void counter(StringBuilder text, String name, long value) {
        text.append("# TYPE kerbstone_")
                .append(name)
                .append("_total counter\nkerbstone_")
                .append(name)
                .append("_total ")
                .append(value)
                .append('\n');
    }
}
