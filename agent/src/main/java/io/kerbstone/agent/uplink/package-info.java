/**
 * Step 6, uplink: bringing the collector what it lacks, over TLS 1.3 with both certificates; and enrolment.
 *
 * <ul>
 *   <li>{@link io.kerbstone.agent.uplink.UplinkSession}: what to say on one connection: a state machine without I/O.
 *   <li>{@link io.kerbstone.agent.uplink.Action}: what it wants done.
 *   <li>{@link io.kerbstone.agent.uplink.Backoff}: when and where to connect next.
 *   <li>{@link io.kerbstone.agent.uplink.Uplink}: the connections themselves, on one event loop.
 *   <li>{@link io.kerbstone.agent.uplink.UplinkHost}: what the uplink needs of the rest of the agent.
 *   <li>{@link io.kerbstone.agent.uplink.UplinkStatus}: how it stands, for people.
 *   <li>{@link io.kerbstone.agent.uplink.Cause}: why a connection failed; {@link io.kerbstone.agent.uplink.Reach}: tries
 *       one without saying anything.
 *   <li>{@link io.kerbstone.agent.uplink.Enroller}: the one conversation without a certificate.
 * </ul>
 */
@NullMarked
package io.kerbstone.agent.uplink;

import org.jspecify.annotations.NullMarked;
