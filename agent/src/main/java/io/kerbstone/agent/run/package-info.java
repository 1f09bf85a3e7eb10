/**
 * The wiring of a running agent.
 *
 * <ul>
 *   <li>{@link io.kerbstone.agent.run.AgentRuntime}: starts in order, stops in reverse order.
 *   <li>{@link io.kerbstone.agent.run.Assigner}: brings an assignment from the collector into force.
 *   <li>{@link io.kerbstone.agent.run.StatusWriter}: rewrites status.json.
 *   <li>{@link io.kerbstone.agent.run.StateLock}: one agent per state folder.
 *   <li>{@link io.kerbstone.agent.run.Threads}: named threads; a bug in one ends the process.
 * </ul>
 */
@NullMarked
package io.kerbstone.agent.run;

import org.jspecify.annotations.NullMarked;
