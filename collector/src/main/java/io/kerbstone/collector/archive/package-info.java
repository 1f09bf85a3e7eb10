/**
 * The archive: frames exactly as received, in append-only segment files. It is the log that everything else in the
 * collector can be rebuilt from.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.archive.Archive}: opens (and mends a torn end), appends, forces, reads.
 *   <li>{@link io.kerbstone.collector.archive.ArchiveRecord}: one record.
 *   <li>{@link io.kerbstone.collector.archive.ArchivePosition}: where a record stands, as one ascending number.
 *   <li>{@link io.kerbstone.collector.archive.ArchiveDamagedException}: something acknowledged cannot be read back.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.archive;

import org.jspecify.annotations.NullMarked;
