package io.kerbstone.collector.judge;

import io.kerbstone.collector.judge.DeviceLive.TimedReading;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Reading;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The newest readings of a device: those of the last complete poll, and newer ones of partial polls. Packed form,
 * version 1: {@code octet 1, s polledAtMs, octet status, text profile, s completeAtMs, u count}, then of each
 * {@code s atMs, text series, octet kind, text unit, octet quality, octet 1 and text | octet 0 and eight bytes of the
 * double, text source}. Not thread-safe.
 */
final class DeviceLatest implements Packed {
    /** Most series of one device; further ones are not kept here (the archive has them). */
    static final int MAX_SERIES = 5_000;

    static final int VERSION = 1;

    private long polledAtMs = Long.MIN_VALUE;
    private DeviceReadings.Status status = DeviceReadings.Status.NOT_MEASURED;
    private String profileId = "";
    private long completeAtMs = Long.MIN_VALUE;
    private final TreeMap<String, TimedReading> readings = new TreeMap<>();

    DeviceLatest() {}

    DeviceLatest(byte[] packed) {
        ByteReader in = new ByteReader(packed);
        in.version(VERSION);
        polledAtMs = in.signed();
        status = byCode(DeviceReadings.Status.values(), DeviceReadings.Status::code, in.octet());
        profileId = in.text();
        completeAtMs = in.signed();
        for (int left = in.count(); left > 0; left--) {
            long atMs = in.signed();
            Reading reading = reading(in);
            readings.put(reading.series(), new TimedReading(atMs, reading));
        }
    }

    private static Reading reading(ByteReader in) {
        String series = in.text();
        Reading.Kind kind = byCode(Reading.Kind.values(), Reading.Kind::code, in.octet());
        String unit = in.text();
        Reading.Quality quality = byCode(Reading.Quality.values(), Reading.Quality::code, in.octet());
        boolean isText = in.octet() == 1;
        String text = isText ? in.text() : null;
        double value = isText ? Double.NaN : Double.longBitsToDouble(in.eight());
        return new Reading(series, kind, unit, value, text, quality, in.text());
    }

    private static <E> E byCode(E[] all, ToIntFunction<E> codeOf, int code) {
        return Arrays.stream(all)
                .filter(one -> codeOf.applyAsInt(one) == code)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("BUG: packed code " + code));
    }

    /** Takes over a poll that began at that time. */
    void add(long atMs, DeviceReadings poll) {
        if (atMs > polledAtMs || (atMs == polledAtMs && poll.status().code() > status.code())) {
            polledAtMs = atMs;
            status = poll.status();
            profileId = poll.profileId().isEmpty() ? profileId : poll.profileId();
        }
        if (poll.status() == DeviceReadings.Status.COMPLETE && atMs > completeAtMs) {
            completeAtMs = atMs;
            readings.values().removeIf(old -> old.atMs() < atMs);
        }
        if (atMs >= completeAtMs) {
            poll.readings().forEach(reading -> put(new TimedReading(atMs, reading)));
        }
    }

    private void put(TimedReading reading) {
        String series = reading.reading().series();
        TimedReading old = readings.get(series);
        if (old == null ? readings.size() < MAX_SERIES : old.atMs() <= reading.atMs()) {
            readings.put(series, reading);
        }
    }

    DeviceLive live() {
        return new DeviceLive(polledAtMs, status, profileId, List.copyOf(readings.values()));
    }

    @Override
    public byte[] pack() {
        ByteWriter out = new ByteWriter().octet(VERSION).signed(polledAtMs).octet(status.code());
        out.text(profileId).signed(completeAtMs).unsigned(readings.size());
        for (Map.Entry<String, TimedReading> entry : readings.entrySet()) {
            Reading reading = entry.getValue().reading();
            out.signed(entry.getValue().atMs()).text(reading.series());
            out.octet(reading.kind().code()).text(reading.unit());
            out.octet(reading.quality().code());
            String text = reading.text();
            if (text != null) {
                out.octet(1).text(text);
            } else {
                out.octet(0).eight(Double.doubleToLongBits(reading.value()));
            }
            out.text(reading.source());
        }
        return out.toBytes();
    }
}
