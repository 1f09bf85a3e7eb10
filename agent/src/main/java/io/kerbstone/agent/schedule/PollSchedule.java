package io.kerbstone.agent.schedule;

import io.kerbstone.measurement.PoissonGaps;
import io.kerbstone.settings.Stream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Says what is due. A periodic task beats at a fixed phase of the monotonic clock, spread by agent id and task id, so that a
 * fleet does not beat in step and a restart keeps the beat; a Poisson stream has gaps by chance, the same for the same agent, task and start.
 * Whoever asks too late gets what was missed as overruns, one
 * for each missed time, and never a burst. Owned by one thread; {@code now} is a parameter.
 */
public final class PollSchedule {
    /** How late a task may still be done: half its gap, at most this, ns. */
    public static final long LATENESS_NS_MAX = 1_000_000_000L;
    /** Polls of devices and of the machine itself are due once within this after they are new, before their beat, ns. */
    public static final long FIRST_NS_MAX = 5_000_000_000L;
    /** Most overruns reported one by one for a task at once; older ones are only counted. */
    public static final int OVERRUNS_MAX = 120;

    private final String agentId;
    private final Map<String, Entry> entries = new HashMap<>();
    private final PriorityQueue<Entry> queue =
            new PriorityQueue<>((a, b) -> Long.compare(a.nextNs - b.nextNs, 0)); // a clock may wrap
    private final List<Due> confirmations = new ArrayList<>();
    private long overruns;
    private long overrunsUnreported;

    private static final class Entry {
        private Task task;
        private long nextNs;
        private boolean isConfirming;
        private boolean isFirst;
        private final @Nullable PoissonGaps gaps;

        private Entry(Task task, long seed) {
            this.task = task;
            this.gaps = task.stream() == Stream.POISSON ? new PoissonGaps(seed, task.gapNs()) : null;
        }

        private long nextGapNs() {
            return gaps == null ? task.gapNs() : gaps.nextNs();
        }
    }

    /** An empty schedule of that agent. */
    public PollSchedule(String agentId) {
        this.agentId = agentId;
    }

    /** Replaces the tasks. Those that stay as they are keep their beat; new ones are due within their first gap, polls also at once. */
    public void replace(Collection<Task> tasks, long nowNs) {
        Map<String, Entry> old = new HashMap<>(entries);
        entries.clear();
        queue.clear();
        for (Task task : tasks) {
            Entry entry = old.get(key(task));
            if (entry == null || entry.task.gapNs() != task.gapNs() || entry.task.stream() != task.stream()) {
                entry = new Entry(task, spread(key(task)));
                entry.isFirst = task.kind() != Task.Kind.PATH && task.gapNs() > FIRST_NS_MAX;
                entry.nextNs =
                        entry.isFirst ? nowNs + Math.floorMod(spread(key(task)), FIRST_NS_MAX) : first(entry, nowNs);
            }
            entry.task = task;
            entries.put(key(task), entry);
            queue.add(entry);
        }
        confirmations.removeIf(due -> !entries.containsKey(key(due.task())));
    }

    /** What is due at this moment, oldest first; each is handed out once. */
    public List<Due> due(long nowNs) {
        List<Due> all = new ArrayList<>(confirmations);
        confirmations.clear();
        while (!queue.isEmpty() && queue.element().nextNs - nowNs <= 0) {
            Entry entry = queue.remove();
            if (entry.isFirst) {
                entry.isFirst = false;
                all.add(new Due(entry.task, nowNs, false));
                entry.nextNs = firstAtOrAfter(nowNs + 1, entry.task);
            }
            skipMissed(entry, nowNs, all);
            if (entry.nextNs - nowNs <= 0) {
                all.add(new Due(entry.task, entry.nextNs, false));
                entry.isConfirming = false;
                entry.nextNs += entry.nextGapNs();
            }
            queue.add(entry);
        }
        return all;
    }

    /** The moment at which something will be due next; the given limit when that is earlier. */
    public long nextDueNs(long limitNs) {
        if (!confirmations.isEmpty()) {
            return confirmations.get(0).dueNs();
        }
        return queue.isEmpty() || queue.element().nextNs - limitNs > 0 ? limitNs : queue.element().nextNs;
    }

    /** A probe of the path was lost: if its rule wants confirmation, further probes become due at once, one time. */
    public void onLost(String pathId, long nowNs) {
        Entry entry = entries.get(key(Task.Kind.PATH, pathId));
        if (entry == null || entry.isConfirming) {
            return;
        }
        entry.isConfirming = true;
        for (int i = 0; i < entry.task.confirmations(); i++) {
            confirmations.add(new Due(entry.task, nowNs, false));
        }
    }

    /** Number of tasks. */
    public int size() {
        return entries.size();
    }

    /** How often something was due and too late to be done, since the start. */
    public long overruns() {
        return overruns;
    }

    /** How many of these were not reported one by one. */
    public long overrunsUnreported() {
        return overrunsUnreported;
    }

    private void skipMissed(Entry entry, long nowNs, List<Due> all) {
        long gapNs = entry.task.gapNs();
        long latenessNs = Math.min(gapNs / 2, LATENESS_NS_MAX);
        long behindNs = nowNs - entry.nextNs - latenessNs;
        if (behindNs <= 0) {
            return;
        }
        long missed = (behindNs - 1) / gapNs + 1; // about so many for a Poisson stream
        if (missed > OVERRUNS_MAX) {
            overruns += missed - OVERRUNS_MAX;
            overrunsUnreported += missed - OVERRUNS_MAX;
            entry.nextNs += (missed - OVERRUNS_MAX) * gapNs;
        }
        while (nowNs - entry.nextNs > latenessNs) {
            overruns++;
            all.add(new Due(entry.task, entry.nextNs, true));
            entry.nextNs += entry.nextGapNs();
        }
    }

    /** Of a periodic task its beat; of a Poisson stream a gap from now, whatever was before. */
    private long first(Entry entry, long nowNs) {
        return entry.gaps == null ? firstAtOrAfter(nowNs, entry.task) : nowNs + entry.nextGapNs();
    }

    private long firstAtOrAfter(long nowNs, Task task) {
        long phaseNs = Math.floorMod(spread(key(task)), task.gapNs());
        return nowNs + Math.floorMod(phaseNs - nowNs, task.gapNs());
    }

    /** A number that is the same in every run and as good as random between agents and tasks. */
    private long spread(String key) {
        CRC32C crc = new CRC32C();
        crc.update((agentId + ' ' + key).getBytes(StandardCharsets.UTF_8));
        return (crc.getValue() * 0x9E3779B97F4A7C15L) >>> 1;
    }

    private static String key(Task task) {
        return key(task.kind(), task.id());
    }

    private static String key(Task.Kind kind, String id) {
        return kind.name() + ' ' + id;
    }
}
