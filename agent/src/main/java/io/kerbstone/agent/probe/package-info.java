/**
 * Steps 2 to 4, probe, observe, normalise: one thread owns schedule and ICMP; SNMP and everything slow is asynchronous
 * within bounds and only hands values over.
 *
 * <ul>
 *   <li>{@link io.kerbstone.agent.probe.ProbeLoop}: the thread.
 *   <li>{@link io.kerbstone.agent.probe.PathProber}: whatever probes a path elsewhere than on that thread;
 *       {@link io.kerbstone.agent.probe.SnmpPaths} by SNMP,
 *       {@link io.kerbstone.agent.probe.WebPaths} by TCP, HTTP, DNS and NTP,
 *       {@link io.kerbstone.agent.probe.ProbeSeries} once.
 *   <li>{@link io.kerbstone.agent.probe.FactBook}: facts about paths, at most once a minute or when they change.
 *   <li>{@link io.kerbstone.agent.probe.IcmpFacts}: addresses, late and duplicate replies, starvation.
 *   <li>{@link io.kerbstone.agent.probe.Resolver}: names to addresses without waiting.
 *   <li>{@link io.kerbstone.agent.probe.Workers}: a bounded pool for what may block.
 *   <li>{@link io.kerbstone.agent.probe.DevicePolls}: polls of devices by SNMP and profiles.
 *   <li>{@link io.kerbstone.agent.probe.HostPolls}: readings of the agent's own machine.
 *   <li>{@link io.kerbstone.agent.probe.StampPaths}: sessions with reflectors; {@link
 *       io.kerbstone.agent.probe.StampReflector}: the thread of this agent's own reflector.
 * </ul>
 */
@NullMarked
package io.kerbstone.agent.probe;

import org.jspecify.annotations.NullMarked;
