/**
 * Time as everything else is given it. Nothing outside this package reads a clock: code takes {@code now} as a
 * parameter, and programs hand one {@link io.kerbstone.time.MonotonicClock} and one
 * {@link io.kerbstone.time.WallClock} down from {@code main}.
 *
 * <ul>
 *   <li>{@link io.kerbstone.time.MonotonicClock}: differences only, never a date.
 *   <li>{@link io.kerbstone.time.WallClock}: dates only, never a duration.
 *   <li>{@link io.kerbstone.time.ClockState}: what a machine knew of the wall clock at one monotonic reading.
 *   <li>{@link io.kerbstone.time.WallEstimate}: a date and the bound of its error.
 *   <li>{@link io.kerbstone.time.ManualClock}: both clocks under the hand of a test or a simulation.
 * </ul>
 */
@NullMarked
package io.kerbstone.time;

import org.jspecify.annotations.NullMarked;
