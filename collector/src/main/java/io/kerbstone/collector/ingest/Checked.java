package io.kerbstone.collector.ingest;

import io.kerbstone.wire.Frame;
import io.kerbstone.wire.Message;

/** What can be said of a frame alone. */
sealed interface Checked {
    /** Well-formed, from its sender, of its epoch, and signed with its key. */
    record Good(Frame frame) implements Checked {}

    /** Refused, and why. */
    record Bad(IngestCounters.Count count, Message.Refused.Code code, String sentence, long sequence)
            implements Checked {}
}
