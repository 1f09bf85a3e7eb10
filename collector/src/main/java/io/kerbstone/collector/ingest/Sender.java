package io.kerbstone.collector.ingest;

import io.kerbstone.identity.VerifyingKey;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.SequenceRanges;

/** Who sent a frame and hears what became of it. Called from several threads; the answers never block. */
public interface Sender {
    /** The agent its certificate names. */
    String agentId();

    /** The epoch it greeted with. */
    Epoch epoch();

    /** The signing key the agent was enrolled with. */
    VerifyingKey key();

    /** Whether the agent may still send: it was not revoked and this is its newest connection. */
    boolean isAllowed();

    /** These sequences are durable; {@code frames} of the sender's frames are done with. */
    void stored(SequenceRanges ranges, int frames);

    /** One frame was refused; {@code sequence} is 0 when it could not be told. */
    void refused(Message.Refused.Code code, String sentence, long sequence);
}
