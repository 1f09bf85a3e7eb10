package io.kerbstone.collector.judge;

import io.kerbstone.time.ClockState;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clock of each agent as its newest frame told since the collector started, for people to see. The judge's thread
 * adds; any thread may ask. No more entries than agents, for frames are verified before they come here.
 */
final class AgentClocks {
    /** A wall clock that differs by more than this from what passed by the other clock was set, ns. */
    static final long STEP_NS_MIN = 100_000_000L;

    private static final long SLEW_DIVISOR = 1_000;

    private final Map<String, AgentClock> byAgent = new ConcurrentHashMap<>();

    Optional<AgentClock> of(String agentId) {
        return Optional.ofNullable(byAgent.get(agentId));
    }

    /** Adds what a frame told. */
    void add(String agentId, ClockState state, long receivedAtMs) {
        byAgent.merge(
                agentId, new AgentClock(state, receivedAtMs, 0, 0), (before, one) -> next(before, state, receivedAtMs));
    }

    private static AgentClock next(AgentClock before, ClockState state, long receivedAtMs) {
        boolean isSameBoot = before.state().bootId().equals(state.bootId());
        long passedNs = state.bootNs() - before.state().bootNs();
        if (isSameBoot ? passedNs < 0 : receivedAtMs < before.receivedAtMs()) {
            return before; // of a backlog
        }
        long stepNs = state.wallUnixNs() - before.state().wallUnixNs() - passedNs;
        boolean isStep = isSameBoot && Math.abs(stepNs) > STEP_NS_MIN + passedNs / SLEW_DIVISOR;
        boolean isSuspend = isSameBoot && state.suspendedNs() > before.state().suspendedNs();
        return new AgentClock(
                state, receivedAtMs, before.steps() + (isStep ? 1 : 0), before.suspends() + (isSuspend ? 1 : 0));
    }
}
