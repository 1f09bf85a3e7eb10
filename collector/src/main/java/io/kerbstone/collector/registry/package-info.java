/**
 * Who and what the collector knows: agents, enrolment tokens, devices, paths, groups. Kept in memory, written through
 * to the store; every change that matters to a figure or a right also becomes a signed record in the archive.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.registry.Registry}: the one door.
 *   <li>{@link io.kerbstone.collector.registry.AgentRecord}, {@link io.kerbstone.collector.registry.PathRecord},
 *       {@link io.kerbstone.collector.registry.DeviceRecord}, {@link io.kerbstone.collector.registry.GroupRecord}:
 *       what it answers.
 *   <li>{@link io.kerbstone.collector.registry.AgentEvent}: an agent came, went, was enrolled, was revoked.
 *   <li>{@link io.kerbstone.collector.registry.AuditTrail} and {@link io.kerbstone.collector.registry.AuditEntry}:
 *       where changes are recorded.
 *   <li>{@link io.kerbstone.collector.registry.Sealer}: keeps secrets unreadable in the store.
 * </ul>
 *
 * A change that cannot be made answers a sentence that says why, for people; it throws nothing.
 */
@NullMarked
package io.kerbstone.collector.registry;

import org.jspecify.annotations.NullMarked;
