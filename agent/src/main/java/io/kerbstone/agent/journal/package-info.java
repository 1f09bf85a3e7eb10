/**
 * Step 5, journal: signed frames on disk, forced before they are sent, within a cap. It knows frames as bytes with a
 * sequence; what is in them, the recorder knows.
 *
 * <ul>
 *   <li>{@link io.kerbstone.agent.journal.Journal}: the state machine: append, force, read, acknowledge, trim, drop.
 *   <li>{@link io.kerbstone.agent.journal.JournalStore}: the files behind it; {@link
 *       io.kerbstone.agent.journal.FolderStore} on a real disk.
 *   <li>{@link io.kerbstone.agent.journal.SegmentFormat}: bytes of a segment file (docs/decisions/0040).
 *   <li>{@link io.kerbstone.agent.journal.Segment}: what is known of one file; {@link
 *       io.kerbstone.agent.journal.SegmentScan} finds it out.
 *   <li>{@link io.kerbstone.agent.journal.JournalNote}: what may be lost without harm: acknowledgements, what was given up.
 *   <li>{@link io.kerbstone.agent.journal.Loss}: frames that are gone, and the hashes at both ends.
 *   <li>{@link io.kerbstone.agent.journal.JournalView}: a journal as it is on disk, read without changing it.
 *   <li>{@link io.kerbstone.agent.journal.Recovery}: what opening found.
 * </ul>
 */
@NullMarked
package io.kerbstone.agent.journal;

import org.jspecify.annotations.NullMarked;
