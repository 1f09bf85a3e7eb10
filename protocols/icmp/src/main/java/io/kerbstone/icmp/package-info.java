/**
 * Round-trip delay and loss by ICMP echo (RFC 2681, RFC 6673; RFC 792 and RFC 4443 on the wire).
 *
 * <ul>
 *   <li>{@link io.kerbstone.icmp.IcmpProber}: sends probes and turns each into exactly one
 *       {@link io.kerbstone.measurement.Observation}; made by {@link io.kerbstone.icmp.IcmpProber#open} according to
 *       {@link io.kerbstone.icmp.ProberSettings}, counted in {@link io.kerbstone.icmp.ProberCounters}.
 *   <li>{@link io.kerbstone.icmp.TypeP}: size and code point of a probe; {@link io.kerbstone.icmp.SendQueue}: many
 *       probes by one system call.
 *   <li>{@link io.kerbstone.icmp.PathCounts}: late and duplicate replies, and starvation, path by path.
 *   <li>{@link io.kerbstone.icmp.Starvation}: whether silence can be the network's.
 *   <li>{@link io.kerbstone.icmp.InFlight}: the bounded table of probes that wait, with
 *       {@link io.kerbstone.icmp.DeadlineHeap} for their ends.
 *   <li>{@link io.kerbstone.icmp.StampArithmetic}: from stamps of two clocks to a delay and the bound of its error.
 *   <li>{@link io.kerbstone.icmp.Sweep}: a one-off measurement of many targets, {@link io.kerbstone.icmp.Targets}
 *       from a text.
 * </ul>
 */
@NullMarked
package io.kerbstone.icmp;

import org.jspecify.annotations.NullMarked;
