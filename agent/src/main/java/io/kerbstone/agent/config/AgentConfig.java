package io.kerbstone.agent.config;

import io.kerbstone.settings.Assignment;
import io.kerbstone.stamp.ReflectorSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The agent's own file, checked and frozen.
 *
 * @param collectors addresses tried in this order; may be empty: then the agent measures and keeps what the journal holds
 * @param stateFolder where identity, journal and status live
 * @param name what people call this agent; the host name when none is given
 * @param journalCapBytes most bytes the journal may take on disk
 * @param local devices and paths of the file itself
 * @param reflector who is answered STAMP packets; empty when nobody is
 */
public record AgentConfig(
        List<CollectorAddress> collectors,
        Path stateFolder,
        String name,
        long journalCapBytes,
        Assignment local,
        Optional<ReflectorSettings> reflector) {
    /** Where packages put the file. */
    public static final String FILE_DEFAULT = "/etc/kerbstone/agent.yaml";
    /** Where the state lies when the file does not say. */
    public static final String STATE_DEFAULT = "/var/lib/kerbstone-agent";
    /** Most collector addresses. */
    public static final int COLLECTORS_MAX = 8;
    /** Smallest cap of the journal. */
    public static final long JOURNAL_CAP_BYTES_MIN = 1L << 20;
    /** Largest cap of the journal. */
    public static final long JOURNAL_CAP_BYTES_MAX = 64L << 30;
    /** Cap of the journal when none is given. */
    public static final long JOURNAL_CAP_BYTES_DEFAULT = 512L << 20;

    /** Copies the list. */
    public AgentConfig {
        collectors = List.copyOf(collectors);
    }
}
