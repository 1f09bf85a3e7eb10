/**
 * The program: everything put together, started in order and stopped in reverse.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.CollectorMain}: where it begins; the commands are in {@code command}.
 *   <li>{@link io.kerbstone.collector.CollectorSettings}: collector.yaml.
 *   <li>{@link io.kerbstone.collector.DataFolder}: what lies where on the disk, and the lock on it.
 *   <li>{@link io.kerbstone.collector.Collector}: the running collector.
 *   <li>{@link io.kerbstone.collector.Health}: how it is doing, for {@code /health} and {@code /metrics}.
 *   <li>{@link io.kerbstone.collector.Keys}: its keys.
 *   <li>{@link io.kerbstone.collector.Parts} and {@link io.kerbstone.collector.Threads}: how it starts and stops.
 *   <li>{@link io.kerbstone.collector.Reindex}: builds the store anew from the archive.
 *   <li>{@link io.kerbstone.collector.Version}: of this software.
 * </ul>
 *
 * The way of the data: {@code gateway} takes frames, {@code ingest} verifies and stores them in {@code archive} and
 * {@code store}, {@code judge} makes figures of them, {@code alerts} wakes people, {@code web}, {@code api} and
 * {@code reports} show them. {@code registry} knows what there is to know, {@code users} who may ask.
 */
@NullMarked
package io.kerbstone.collector;

import org.jspecify.annotations.NullMarked;
