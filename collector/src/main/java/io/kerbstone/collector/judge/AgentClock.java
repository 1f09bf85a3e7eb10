package io.kerbstone.collector.judge;

import io.kerbstone.time.ClockState;

/**
 * The clock of an agent.
 *
 * @param state what its newest frame told
 * @param receivedAtMs when that came, ms since 1970 UTC
 * @param steps how often its wall clock was set while the collector watched
 * @param suspends how often its machine was suspended meanwhile
 */
public record AgentClock(ClockState state, long receivedAtMs, long steps, long suspends) {}
