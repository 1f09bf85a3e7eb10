/**
 * The impaired link: two network namespaces joined by a relay of ours with known, seeded delay, jitter, loss, duplicates,
 * reordering and cuts, which says afterwards what it really did. docs/impaired-link.md is for its users.
 *
 * <ul>
 *   <li>{@link io.kerbstone.rigs.link.ImpairedLinkRig}: the command, with its {@code LinkOptions}.
 *   <li>{@link io.kerbstone.rigs.link.LinkPlan}, {@link io.kerbstone.rigs.link.Impairment}: what it is to do; {@code
 *       Fates} draws it packet by packet.
 *   <li>{@link io.kerbstone.rigs.link.ImpairedLink}: the namespaces and devices, and the thread of the {@code Relay}.
 *   <li>{@code Relay}: reads, holds in a {@code DueQueue}, writes; a {@code Direction} each way counts {@link
 *       io.kerbstone.rigs.link.Tally} by {@code PacketKind} and keeps a {@code DelayLog}.
 *   <li>{@code EchoBook}: requests and replies together; {@code Trace}: packet by packet.
 *   <li>{@link io.kerbstone.rigs.link.Truth}, {@link io.kerbstone.rigs.link.Echoes}, {@link
 *       io.kerbstone.rigs.link.DelayFigures}: what came of it.
 * </ul>
 */
@NullMarked
package io.kerbstone.rigs.link;

import org.jspecify.annotations.NullMarked;
