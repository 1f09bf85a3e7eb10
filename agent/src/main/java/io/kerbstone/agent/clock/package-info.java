/**
 * What the agent knows of the time. The wall clock of its machine may be wrong, may jump, may begin in 1970; what it
 * heard of the collector's clock, and the monotonic clock, outlive that. Every frame carries all of it.
 *
 * <ul>
 *   <li>{@link io.kerbstone.agent.clock.AgentClock}: the clock state of each frame; notices steps and suspends.
 *   <li>{@link io.kerbstone.agent.clock.CollectorTime}: the collector's clock between two exchanges.
 *   <li>{@link io.kerbstone.agent.clock.TimeExchange}: what one exchange told.
 *   <li>{@link io.kerbstone.agent.clock.Suspension}: what a suspend means for what was measured around it.
 * </ul>
 */
@NullMarked
package io.kerbstone.agent.clock;

import org.jspecify.annotations.NullMarked;
