/**
 * The Simple Two-way Active Measurement Protocol: RFC 8762, with the session identifier and the extensions of RFC 8972,
 * and the interworking with TWAMP Light that RFC 8762 describes. Two-way delay without synchronised clocks, loss with
 * its direction, one-way delay where both clocks are synchronised.
 *
 * <ul>
 *   <li>On the wire: {@link io.kerbstone.stamp.Mode} (where each field stands), {@link io.kerbstone.stamp.PacketCodec}
 *       between bytes and {@link io.kerbstone.stamp.SenderPacket} or {@link io.kerbstone.stamp.ReflectedPacket} with a
 *       {@link io.kerbstone.stamp.Decoding} for hostile ones, {@link io.kerbstone.stamp.StampTime},
 *       {@link io.kerbstone.stamp.ErrorEstimate}, {@link io.kerbstone.stamp.Extensions}, {@link io.kerbstone.stamp.StampKey}.
 *   <li>{@link io.kerbstone.stamp.SessionReflector}: answers, according to {@link io.kerbstone.stamp.ReflectorSettings},
 *       with a {@link io.kerbstone.stamp.SessionTable} when stateful; counted in
 *       {@link io.kerbstone.stamp.ReflectorCounters}.
 *   <li>{@link io.kerbstone.stamp.SessionSender}: one {@link io.kerbstone.stamp.Session} with the reflector of each
 *       {@link io.kerbstone.stamp.SessionTarget}, its {@link io.kerbstone.stamp.Probe}s, and
 *       {@link io.kerbstone.stamp.SessionFigures} as facts about the path.
 *   <li>{@link io.kerbstone.stamp.LossDirections}: which way an unanswered packet was lost.
 * </ul>
 */
@NullMarked
package io.kerbstone.stamp;

import org.jspecify.annotations.NullMarked;
