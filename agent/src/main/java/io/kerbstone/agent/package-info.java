/**
 * The agent: it probes and polls what its file and its collector ask for, signs what it measured, keeps it on disk and
 * brings it to the collector. The eight steps of the design are its packages.
 *
 * <ul>
 *   <li>{@code config}: agent.yaml, the state folder, the assignment that came from the collector.
 *   <li>{@code schedule}: step 1, when something is due.
 *   <li>{@code probe}: steps 2 to 4, probing, observing, normalising.
 *   <li>{@code journal}: step 5, signed frames on disk within a cap.
 *   <li>{@code uplink}: step 6, bringing the collector what it lacks.
 *   <li>{@code status}: counters and the status file.
 *   <li>{@code run}: the wiring: starts in order, stops in reverse order.
 *   <li>{@code command}: the command line.
 * </ul>
 */
@NullMarked
package io.kerbstone.agent;

import org.jspecify.annotations.NullMarked;
