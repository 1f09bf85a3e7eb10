/**
 * The database behind the collector: the only package that knows JDBC, Jdbi, Flyway and Derby. Everything in it except
 * users, the registry and acknowledgements can be rebuilt from the archive.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.store.Database}: opens, migrates, queries, transactions, closes.
 *   <li>{@link io.kerbstone.collector.store.Row}: one row of an answer, by column name.
 *   <li>{@link io.kerbstone.collector.store.ReceivedRows}: which frames of each agent are durable, and up to where.
 *   <li>{@link io.kerbstone.collector.store.ChunkRows}: packed rows (hours of paths and series, frame index) and their
 *       checkpoint.
 *   <li>{@link io.kerbstone.collector.store.SpanRows}: rows of days, months and years, and which of them are due.
 *   <li>{@link io.kerbstone.collector.store.DerbyLog}: Derby's own words, at debug level in the collector's log.
 * </ul>
 *
 * A package with tables of its own keeps its statements beside its types and sends them through
 * {@link io.kerbstone.collector.store.Database}; no JDBC type leaves this package. SQL stays in the subset that Derby and PostgreSQL share: no MERGE, no LIMIT, no nulls in keys. Migrations are
 * numbered files under {@code migration/}; a released one is never edited.
 */
@NullMarked
package io.kerbstone.collector.store;

import org.jspecify.annotations.NullMarked;
