/**
 * A small street on one machine: real processes of collector and agents, a played switch, real snmpd where installed. The
 * demo and the end-to-end tests are built from these.
 *
 * <ul>
 *   <li>{@link io.kerbstone.rigs.street.CollectorApi}: the collector as scripts see it.
 *   <li>{@link io.kerbstone.rigs.street.Namespace}: a target that can be cut off and joined again.
 *   <li>{@link io.kerbstone.rigs.street.Program}: one child process and what it says.
 * </ul>
 */
@NullMarked
package io.kerbstone.rigs.street;

import org.jspecify.annotations.NullMarked;
