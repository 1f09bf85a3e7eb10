package io.kerbstone.agent.uplink;

import io.kerbstone.agent.clock.TimeExchange;
import io.kerbstone.agent.record.JournalState;
import io.kerbstone.wire.SequenceRanges;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the uplink needs of the rest of the agent. Called on the uplink's event loop; nothing here may wait. */
public interface UplinkHost {
    /** How the journal stands. */
    JournalState journal();

    /** Reads frames and hands them over on any thread; false when that cannot be asked now. */
    boolean fetch(List<Long> sequences, Consumer<Map<Long, byte[]>> to);

    /** The collector has these too. */
    boolean acknowledge(SequenceRanges ranges);

    /** The collector has exactly these. */
    boolean replaceAcknowledged(SequenceRanges ranges);

    /** Begins a new epoch, then runs what follows on any thread; false when that cannot be asked now. */
    boolean startAnew(Runnable then);

    /** A time exchange was completed. */
    void onTime(TimeExchange exchange);

    /** Version of the assignment in force, 0 without one. */
    long configVersion();

    /** Checks, keeps and applies an assignment, then hands over its mistakes on any thread. */
    void assign(long version, String document, Consumer<List<String>> then);
}
