/**
 * SNMP as a command responder (RFC 3413): a device played from a text, for rigs, the demo and tests. Not meant for an open
 * network.
 *
 * <ul>
 *   <li>{@link io.kerbstone.snmp.responder.Recording}: the objects of a device, read from lines {@code oid|tag|value}.
 *   <li>{@link io.kerbstone.snmp.responder.SnmpResponder}: answers GET, GETNEXT and GETBULK by v2c from a recording.
 * </ul>
 */
@NullMarked
package io.kerbstone.snmp.responder;

import org.jspecify.annotations.NullMarked;
