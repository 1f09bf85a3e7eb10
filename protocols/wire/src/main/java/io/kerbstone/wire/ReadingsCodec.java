package io.kerbstone.wire;

import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Polls of devices as CBOR arrays ({@code docs/wire-format.md}, "Readings"). Series and sources share their beginnings
 * with those of the reading before, so only the rest is written. Stateless.
 */
final class ReadingsCodec {
    private static final int POLL_ELEMENTS = 5;
    private static final int READING_ELEMENTS = 7;
    private static final int QUALITY_BITS = 4;

    private ReadingsCodec() {}

    /** A poll whose time is still relative to the clock of the frame. */
    record Poll(
            String deviceId,
            String profileId,
            long sinceClockUnits,
            DeviceReadings.Status status,
            List<Reading> readings) {}

    static void encode(List<DeviceReadings> polls, long clockNs, CborOut out) {
        out.array(polls.size());
        for (DeviceReadings poll : polls) {
            out.array(POLL_ELEMENTS).text(poll.deviceId()).text(poll.profileId());
            out.number(units(poll.readAtNs()) - units(clockNs));
            out.number(poll.status().code());
            out.array(poll.readings().size());
            String series = "";
            String source = "";
            for (Reading reading : poll.readings()) {
                String nextSeries = Texts.clip(reading.series(), FrameLimits.SERIES_CHARS_MAX);
                String nextSource = Texts.clip(reading.source(), FrameLimits.SOURCE_CHARS_MAX);
                out.array(READING_ELEMENTS);
                rest(series, nextSeries, out);
                rest(source, nextSource, out);
                out.number((long) reading.kind().code() << QUALITY_BITS
                        | reading.quality().code());
                out.text(Texts.clip(reading.unit(), FrameLimits.UNIT_CHARS_MAX));
                value(reading, out);
                out.endArray();
                series = nextSeries;
                source = nextSource;
            }
            out.endArray().endArray();
        }
        out.endArray();
    }

    private static void rest(String previous, String next, CborOut out) {
        int shared = Texts.shared(previous, next);
        out.number(previous.codePointCount(0, shared)).text(next.substring(shared));
    }

    private static void value(Reading reading, CborOut out) {
        String text = reading.text();
        if (text != null) {
            out.text(Texts.clip(text, FrameLimits.DEFAULT.textChars()));
        } else if (Double.isNaN(reading.value())) {
            out.none();
        } else {
            out.decimal(reading.value());
        }
    }

    static List<Poll> decode(CborIn in, FrameLimits limits) throws WireException {
        in.openArray("the readings");
        List<Poll> polls = new ArrayList<>();
        int readings = 0;
        while (in.nextElement()) {
            if (polls.size() == limits.polls()) {
                throw WireException.tooLarge("more than " + limits.polls() + " polls in a frame");
            }
            Poll poll = decodePoll(in, limits, limits.readings() - readings);
            readings += poll.readings().size();
            polls.add(poll);
        }
        return polls;
    }

    private static Poll decodePoll(CborIn in, FrameLimits limits, int readingsMax) throws WireException {
        in.openArray("a poll");
        in.requireElement("the device id");
        String deviceId = BodyCodec.id("the device id", in);
        in.requireElement("the profile id");
        String profileId = in.text("the profile id", FrameLimits.ID_CHARS_MAX);
        if (!profileId.isEmpty()) {
            BodyCodec.id("the profile id", in);
        }
        in.requireElement("the time of a poll");
        long units = in.number("the time of a poll");
        in.requireElement("the status of a poll");
        DeviceReadings.Status status = Codes.status(in.number("the status of a poll"));
        in.requireElement("the readings of a poll");
        List<Reading> readings = decodeReadings(in, limits, readingsMax);
        in.skipRest();
        return new Poll(deviceId, profileId, units, status, readings);
    }

    private static List<Reading> decodeReadings(CborIn in, FrameLimits limits, int max) throws WireException {
        in.openArray("the readings of a poll");
        List<Reading> readings = new ArrayList<>();
        Reading previous = null;
        while (in.nextElement()) {
            if (readings.size() == max) {
                throw WireException.tooLarge("more than " + limits.readings() + " readings in a frame");
            }
            previous = decodeReading(in, previous, limits);
            readings.add(previous);
        }
        return readings;
    }

    private static Reading decodeReading(CborIn in, @Nullable Reading previous, FrameLimits limits)
            throws WireException {
        in.openArray("a reading");
        String series = joined("a series", previous == null ? "" : previous.series(), FrameLimits.SERIES_CHARS_MAX, in);
        String source = joined("a source", previous == null ? "" : previous.source(), FrameLimits.SOURCE_CHARS_MAX, in);
        in.requireElement("the kind of a reading");
        long codes = in.number("the kind of a reading", 0, 0xff);
        in.requireElement("the unit of a reading");
        String unit = in.text("the unit of a reading", FrameLimits.UNIT_CHARS_MAX);
        in.requireElement("the value of a reading");
        String text = in.isText() ? in.text("the value of a reading", limits.textChars()) : null;
        double value = text != null || in.isNone() ? Double.NaN : in.decimal("the value of a reading");
        in.skipRest();
        return new Reading(
                series,
                Codes.kind(codes >>> QUALITY_BITS),
                unit,
                value,
                text,
                Codes.quality(codes & ((1 << QUALITY_BITS) - 1)),
                source);
    }

    private static String joined(String what, String previous, int charsMax, CborIn in) throws WireException {
        in.requireElement(what);
        int sharedPoints = (int) in.number(what, 0, previous.codePointCount(0, previous.length()));
        int shared = previous.offsetByCodePoints(0, sharedPoints);
        in.requireElement(what);
        return previous.substring(0, shared) + in.text(what, charsMax - shared);
    }

    /** The polls with their times, once the frame's clock is known. */
    static List<DeviceReadings> at(List<Poll> polls, long clockNs) throws WireException {
        List<DeviceReadings> readings = new ArrayList<>(polls.size());
        for (Poll poll : polls) {
            try {
                long readAtNs = Math.multiplyExact(
                        Math.addExact(units(clockNs), poll.sinceClockUnits()), ObservationBlock.TIME_UNIT_NS);
                readings.add(new DeviceReadings(
                        poll.deviceId(), poll.profileId(), readAtNs, poll.status(), poll.readings()));
            } catch (ArithmeticException e) {
                throw WireException.malformed("the time of a poll does not fit 64 bits");
            }
        }
        return readings;
    }

    private static long units(long ns) {
        return Math.floorDiv(ns, ObservationBlock.TIME_UNIT_NS);
    }
}
