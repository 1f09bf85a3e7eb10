/**
 * Round-trip delay and loss of services: TCP connect, HTTP and HTTPS, DNS, NTP, each probe one request on a socket of its
 * own, without a hidden retry. Netty inside; one thread owns every probe.
 *
 * <ul>
 *   <li>{@link io.kerbstone.web.WebProber}: takes a {@link io.kerbstone.web.WebProbe} and answers with exactly one
 *       {@link io.kerbstone.web.WebResult}; counted in {@link io.kerbstone.web.WebCounters}.
 *   <li>{@link io.kerbstone.web.Attempt}: one probe under way, judged once. {@link io.kerbstone.web.LoopWatch}: how late
 *       its thread was. {@link io.kerbstone.web.Rehearsal}: loads classes before anything is measured. {@link io.kerbstone.web.Facts}: what is known beside the observation.
 *   <li>{@link io.kerbstone.web.TcpProbe}, {@link io.kerbstone.web.HttpProbe} with {@link io.kerbstone.web.HttpReply},
 *       {@link io.kerbstone.web.DnsProbe}, {@link io.kerbstone.web.NtpProbe}: one kind each, over
 *       {@link io.kerbstone.web.Sockets}.
 *   <li>{@link io.kerbstone.web.Certificates}: judges a chain without refusing it. {@link io.kerbstone.web.TextFinder}:
 *       looks for a text in a stream. {@link io.kerbstone.web.RecordTexts}: records of DNS as text.
 *       {@link io.kerbstone.web.NtpPacket}: the packet of RFC 5905 and its arithmetic.
 * </ul>
 */
@NullMarked
package io.kerbstone.web;

import org.jspecify.annotations.NullMarked;
