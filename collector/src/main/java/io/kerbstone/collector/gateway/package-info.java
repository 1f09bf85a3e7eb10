/**
 * The door for agents: one port, TLS 1.3. Without a client certificate only an enrolment is heard, with one of ours
 * everything else.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.gateway.Gateway}: binds the port, knows the connected agents, tells them of changes.
 *   <li>{@link io.kerbstone.collector.gateway.Doorman}: waits for the handshake and decides who comes next.
 *   <li>{@link io.kerbstone.collector.gateway.AgentConnection}: one enrolled agent's connection.
 *   <li>{@link io.kerbstone.collector.gateway.EnrolmentConnection}, {@link io.kerbstone.collector.gateway.Enrolment} and
 *       {@link io.kerbstone.collector.gateway.AttemptLimit}: an agent that wants to be enrolled.
 *   <li>{@link io.kerbstone.collector.gateway.Outgoing}: writing to a channel.
 *   <li>{@link io.kerbstone.collector.gateway.GatewayCounters}: what came through the door.
 * </ul>
 *
 * Event loops never wait: what needs the store or the archive is done on the gateway's desk, one thread, or by the ingest.
 */
@NullMarked
package io.kerbstone.collector.gateway;

import org.jspecify.annotations.NullMarked;
