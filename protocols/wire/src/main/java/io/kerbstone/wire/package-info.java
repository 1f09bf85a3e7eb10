/**
 * What agents and collector say to each other, and what an agent signs. {@code docs/wire-format.md} is the
 * specification, with the CDDL; the limits there are those of {@link io.kerbstone.wire.FrameLimits} and
 * {@link io.kerbstone.wire.MessageLimits}. The only importer of a CBOR library.
 *
 * <ul>
 *   <li>Evidence: {@link io.kerbstone.wire.FrameBody} with its {@link io.kerbstone.wire.ObservationBlock}s,
 *       {@link io.kerbstone.wire.Gap}, {@link io.kerbstone.wire.Epoch} and {@link io.kerbstone.wire.Hash};
 *       {@link io.kerbstone.wire.FrameCodec} makes it COSE_Sign1 bytes and a {@link io.kerbstone.wire.Decoded} again:
 *       a {@link io.kerbstone.wire.Frame} or a {@link io.kerbstone.wire.Problem}.
 *   <li>Conversation: {@link io.kerbstone.wire.Message} and its kinds, {@link io.kerbstone.wire.MessageCodec} for a
 *       Netty pipeline.
 *   <li>Bookkeeping: {@link io.kerbstone.wire.SequenceRanges}, what is there and what is missing.
 * </ul>
 *
 * <p>Decoding never throws for what came over a wire and never allocates more than the limits allow.
 */
@NullMarked
package io.kerbstone.wire;

import org.jspecify.annotations.NullMarked;
