/**
 * Step 1, schedule: what is due at a moment. Pure: no clock, no thread, no I/O.
 *
 * <ul>
 *   <li>{@link io.kerbstone.agent.schedule.PollSchedule}: asks "what is due now", says what was missed.
 *   <li>{@link io.kerbstone.agent.schedule.Task}: something periodic; {@link io.kerbstone.agent.schedule.Due}: one time it
 *       is due.
 *   <li>{@link io.kerbstone.agent.schedule.Tasks}: the tasks an assignment makes.
 * </ul>
 */
@NullMarked
package io.kerbstone.agent.schedule;

import org.jspecify.annotations.NullMarked;
