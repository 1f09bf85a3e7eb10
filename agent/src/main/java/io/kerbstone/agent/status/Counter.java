package io.kerbstone.agent.status;

/** Everything the agent counts; the numbers only rise while it runs. Spelled in camelCase in status.json. */
public enum Counter {
    /** Probes sent, of every kind. */
    PROBES_SENT,
    /** Observations of every outcome. */
    OBSERVATIONS,
    /** Probes skipped because the agent had fallen behind. */
    OVERRUNS,
    /** Overruns not reported one by one because there were too many at once. */
    OVERRUNS_UNREPORTED,
    /** Echo replies that came after the waiting time. */
    ICMP_LATE,
    /** Echo replies to a probe that was answered already. */
    ICMP_DUPLICATE,
    /** Packets the kernel threw away because the agent had not read its socket. */
    ICMP_DROPPED_BY_KERNEL,
    /** Probes not judged because the machine was held up. */
    ICMP_STARVED,
    /** Time the measuring thread was away from its sockets, in pieces of 50 ms and more. */
    HELD_UP_MS,
    /** Time the measuring thread was ready and did not run. */
    RUN_DELAY_MS,
    /** Time the hypervisor ran somebody else, a processor's share. */
    STEAL_MS,
    /** Time a quota stopped the agent's control group. */
    THROTTLED_MS,
    /** SNMP probes and polls not made because too many were under way. */
    SNMP_BUSY,
    /** Polls of devices that ended, of every status. */
    POLLS,
    /** Readings of the agent's own machine that failed. */
    HOST_FAILURES,
    /** Observations thrown away because the journal could not keep up. */
    INTAKE_FULL,
    /** Polls thrown away because the journal could not keep up. */
    INTAKE_POLLS_FULL,
    /** Readings cut off because one poll had too many for a frame. */
    READINGS_CUT,
    /** Frames made durable. */
    FRAMES_RECORDED,
    /** Batches thrown away because they did not fit a frame; each is a bug. */
    FRAMES_UNFIT,
    /** Gap records made durable. */
    GAPS_RECORDED,
    /** Frames dropped because the journal was at its cap. */
    FRAMES_DROPPED,
    /** Attempts to write the journal that failed. */
    JOURNAL_FAILURES,
    /** Frames that could not be read back from the journal. */
    JOURNAL_UNREADABLE,
    /** Commands to the journal refused because its queue was full. */
    JOURNAL_BUSY,
    /** Connections tried. */
    CONNECTS,
    /** Connections that were welcomed. */
    WELCOMES,
    /** Frames sent. */
    FRAMES_SENT,
    /** Frames acknowledged. */
    FRAMES_ACKNOWLEDGED,
    /** Frames the collector refused. */
    FRAMES_REFUSED,
    /** Connections the collector refused altogether. */
    REFUSALS,
    /** Messages that could not be understood. */
    MESSAGES_MALFORMED,
    /** Assignments applied. */
    ASSIGNMENTS_APPLIED,
    /** Assignments refused because of mistakes. */
    ASSIGNMENTS_REFUSED,
    /** Times the wall clock of this machine was set. */
    WALL_STEPS,
    /** Times this machine was suspended. */
    SUSPENDS,
    /** Time exchanges that contradicted what was known of the collector's clock. */
    COLLECTOR_CLOCK_JUMPS,
    /** STAMP packets answered. */
    STAMP_REFLECTED,
    /** STAMP packets from addresses or ports that may not ask. */
    STAMP_NOT_ALLOWED,
    /** STAMP packets beyond the rate. */
    STAMP_RATE_LIMITED,
    /** Packets to the reflector that are too short or too long. */
    STAMP_MALFORMED,
    /** STAMP packets whose hash is not that of the key. */
    STAMP_NOT_AUTHENTIC,
    /** Sessions the reflector forgot because there were too many. */
    STAMP_SESSIONS_FORGOTTEN,
    /** Whether the reflector could not listen, once an agent. */
    STAMP_UNAVAILABLE
}
