/**
 * What the agent says of itself: rising counters, and a file that tells its state to {@code doctor} and to people.
 *
 * <ul>
 *   <li>{@link io.kerbstone.agent.status.Counter}: the names; {@link io.kerbstone.agent.status.Counters}: the numbers.
 *   <li>{@link io.kerbstone.agent.status.AgentStatus}: state at a moment, written as status.json and read back.
 * </ul>
 */
@NullMarked
package io.kerbstone.agent.status;

import org.jspecify.annotations.NullMarked;
