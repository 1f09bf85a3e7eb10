package io.kerbstone.collector.ingest;

import io.kerbstone.collector.ingest.IngestCounters.Count;
import io.kerbstone.wire.Decoded;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.FrameBody;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.Message.Refused.Code;
import io.kerbstone.wire.Problem;

/** The checks that need nothing but the frame and its sender. Stateless; runs on worker threads. */
final class FrameCheck {
    private FrameCheck() {}

    static Checked check(byte[] bytes, Sender sender) {
        Decoded decoded = FrameCodec.decode(bytes);
        if (decoded instanceof Problem problem) {
            return new Checked.Bad(Count.MALFORMED, Code.FRAME_MALFORMED, problem.sentence(), 0);
        }
        Frame frame = (Frame) decoded;
        FrameBody body = frame.body();
        if (!body.agentId().equals(sender.agentId())) {
            String sentence = "the frame is of agent " + body.agentId() + ", the certificate of " + sender.agentId();
            return new Checked.Bad(Count.FOREIGN, Code.FRAME_FOREIGN, sentence, body.sequence());
        }
        if (!body.epoch().equals(sender.epoch())) {
            String sentence = "the frame is of epoch " + body.epoch() + ", the hello was of " + sender.epoch();
            return new Checked.Bad(Count.FOREIGN, Code.FRAME_FOREIGN, sentence, body.sequence());
        }
        if (!FrameCodec.verify(frame, sender.key())) {
            String sentence = "the signature of frame " + body.sequence() + " is not the agent's";
            return new Checked.Bad(Count.FORGED, Code.FRAME_SIGNATURE, sentence, body.sequence());
        }
        return new Checked.Good(frame);
    }
}
