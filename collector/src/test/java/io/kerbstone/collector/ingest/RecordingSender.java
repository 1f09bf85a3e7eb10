package io.kerbstone.collector.ingest;

import io.kerbstone.identity.VerifyingKey;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Message.Refused;
import io.kerbstone.wire.SequenceRanges;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A sender that keeps what it hears. */
final class RecordingSender implements Sender {
    private final String agentId;
    private final Epoch epoch;
    private final VerifyingKey key;
    volatile boolean isAllowed = true;
    volatile SequenceRanges acknowledged = SequenceRanges.EMPTY;
    final AtomicInteger doneWith = new AtomicInteger();
    final List<Refused> refusals = new CopyOnWriteArrayList<>();

    RecordingSender(String agentId, Epoch epoch, VerifyingKey key) {
        this.agentId = agentId;
        this.epoch = epoch;
        this.key = key;
    }

    @Override
    public String agentId() {
        return agentId;
    }

    @Override
    public Epoch epoch() {
        return epoch;
    }

    @Override
    public VerifyingKey key() {
        return key;
    }

    @Override
    public boolean isAllowed() {
        return isAllowed;
    }

    @Override
    public synchronized void stored(SequenceRanges ranges, int frames) {
        acknowledged = acknowledged.plus(ranges);
        doneWith.addAndGet(frames);
    }

    @Override
    public void refused(Refused.Code code, String sentence, long sequence) {
        refusals.add(new Refused(code, sentence, sequence));
    }
}
