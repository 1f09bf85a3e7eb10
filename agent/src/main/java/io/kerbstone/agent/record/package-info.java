/**
 * From observations to durable signed frames: the thread that owns the journal.
 *
 * <ul>
 *   <li>{@link io.kerbstone.agent.record.Intake}: bounded, where every measuring thread puts what it has.
 *   <li>{@link io.kerbstone.agent.record.Batch}: what goes into one frame.
 *   <li>{@link io.kerbstone.agent.record.FrameMaker}: body, chain and signature.
 *   <li>{@link io.kerbstone.agent.record.Suspensions}: the suspends of the machine and what they mean for a batch.
 *   <li>{@link io.kerbstone.agent.record.Recorder}: makes a frame each second, forces it, answers the uplink.
 *   <li>{@link io.kerbstone.agent.record.JournalState}: how the journal stands, for greeting and status.
 * </ul>
 */
@NullMarked
package io.kerbstone.agent.record;

import org.jspecify.annotations.NullMarked;
