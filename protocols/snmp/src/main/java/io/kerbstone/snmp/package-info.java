/**
 * SNMP as a command generator (RFC 3413): GET and GETBULK by v2c and v3, and one timed GET as a probe. The only importer
 * of SNMP4J; no type of it leaves the package.
 *
 * <ul>
 *   <li>{@link io.kerbstone.snmp.SnmpReader}: what others use; one socket for all devices, one thread that owns the state.
 *   <li>{@link io.kerbstone.snmp.SnmpTarget}: whom to ask and with which access; {@link io.kerbstone.snmp.SnmpAnswer}:
 *       what came, or a {@link io.kerbstone.snmp.Failure} with a sentence that says what to do.
 *   <li>{@link io.kerbstone.snmp.WalkLimits}: the bounds of a walk; {@code Walk} is the walk itself, without I/O.
 *   <li>{@code Session}, {@code StampingSnmp}, {@code StampingTransport}, {@code Peers}: the side towards SNMP4J;
 *       {@code Snmp4jSetup} is the only place that sets its process-wide switches, {@code DormantTimers} keep its timers out of the way.
 *   <li>{@link io.kerbstone.snmp.responder}: the other side, an SNMP device played from a text.
 * </ul>
 */
@NullMarked
package io.kerbstone.snmp;

import org.jspecify.annotations.NullMarked;
