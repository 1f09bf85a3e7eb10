/**
 * From frames as they come to frames that are durable: verify, de-duplicate, check the chain, archive, commit, and only
 * then acknowledge.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.ingest.Ingest}: the queue and the one thread that owns the archive.
 *   <li>{@link io.kerbstone.collector.ingest.Sender}: who sent a frame and hears what became of it.
 *   <li>{@link io.kerbstone.collector.ingest.FrameCheck} and {@link io.kerbstone.collector.ingest.Checked}: what can be
 *       said of a frame alone, done on worker threads.
 *   <li>{@link io.kerbstone.collector.ingest.EpochState}: what is known of one life of an agent's journal.
 *   <li>{@link io.kerbstone.collector.ingest.AuditChain}: the collector's own signed records.
 *   <li>{@link io.kerbstone.collector.ingest.IngestCounters}: what came and what became of it.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.ingest;

import org.jspecify.annotations.NullMarked;
