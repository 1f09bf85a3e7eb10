package io.kerbstone.wire;

import io.kerbstone.identity.Certificates;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.WallEstimate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of a frame as a CBOR map ({@code docs/wire-format.md}, "Frame body"). Stateless. */
final class BodyCodec {
    static final int FORMAT = 1;

    private static final int KEY_FORMAT = 0;
    private static final int KEY_AGENT = 1;
    private static final int KEY_EPOCH = 2;
    private static final int KEY_SEQUENCE = 3;
    private static final int KEY_PREVIOUS = 4;
    private static final int KEY_CLOCK = 5;
    private static final int KEY_OBSERVATIONS = 6;
    private static final int KEY_READINGS = 7;
    private static final int KEY_GAP = 8;
    private static final int KEY_DEFINITIONS = 9;
    private static final int FIXED_KEYS = 6;
    private static final int CLOCK_ELEMENTS = 5;
    private static final int CLOCK_ELEMENTS_MORE = 3;
    private static final int GAP_ELEMENTS = 6;
    private static final int UUID_BYTES = 16;
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private BodyCodec() {}

    static byte[] encode(FrameBody body) {
        BodyLimits.check(body, FrameLimits.DEFAULT);
        byte[] columns =
                ObservationColumns.encode(body.observations(), body.clock().monotonicNs());
        int keys = FIXED_KEYS
                + (body.observations().isEmpty() ? 0 : 1)
                + (body.readings().isEmpty() ? 0 : 1)
                + (body.gap().isPresent() ? 1 : 0)
                + (body.definitions().isPresent() ? 1 : 0);
        CborOut out = new CborOut(columns.length + 256);
        out.map(keys).key(KEY_FORMAT).number(FORMAT);
        out.key(KEY_AGENT).text(body.agentId());
        out.key(KEY_EPOCH).bytes(body.epoch().bytes());
        out.key(KEY_SEQUENCE).number(body.sequence());
        out.key(KEY_PREVIOUS).bytes(body.previous().bytes());
        encodeClock(body.clock(), out.key(KEY_CLOCK));
        if (!body.observations().isEmpty()) {
            out.key(KEY_OBSERVATIONS).bytes(columns);
        }
        if (!body.readings().isEmpty()) {
            ReadingsCodec.encode(body.readings(), body.clock().monotonicNs(), out.key(KEY_READINGS));
        }
        body.gap().ifPresent(gap -> encodeGap(gap, out.key(KEY_GAP)));
        body.definitions().ifPresent(json -> out.key(KEY_DEFINITIONS).text(json));
        return out.endMap().toBytes();
    }

    private static void encodeClock(ClockState clock, CborOut out) {
        boolean isMore = clock.collector().isPresent() || clock.suspendedNs() != 0;
        out.array(CLOCK_ELEMENTS + (isMore ? CLOCK_ELEMENTS_MORE : 0));
        if (UUID_TEXT.matcher(clock.bootId()).matches()) {
            UUID uuid = UUID.fromString(clock.bootId());
            out.bytes(new Epoch(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()).bytes());
        } else {
            out.text(clock.bootId());
        }
        out.number(clock.monotonicNs())
                .number(clock.wallUnixNs())
                .bool(clock.synchronised())
                .number(clock.errorNs());
        if (isMore) {
            clock.collector().ifPresentOrElse(date -> out.number(date.unixNs()).number(date.errorNs()), () -> out.none()
                    .none());
            out.number(clock.suspendedNs());
        }
        out.endArray();
    }

    private static void encodeGap(Gap gap, CborOut out) {
        out.array(GAP_ELEMENTS)
                .number(gap.fromSequence())
                .number(gap.toSequence())
                .number(gap.reason().code())
                .bytes(gap.before().bytes())
                .bytes(gap.after().bytes())
                .number(gap.atUnixMs())
                .endArray();
    }

    /** The values of the map before they are put together. */
    private static final class Parts {
        long format;

        @Nullable
        String agentId;

        @Nullable
        Epoch epoch;

        long sequence;

        @Nullable
        Hash previous;

        @Nullable
        ClockState clock;

        byte @Nullable [] columns;
        List<ReadingsCodec.Poll> polls = List.of();

        @Nullable
        Gap gap;

        @Nullable
        String definitions;
    }

    static FrameBody decode(byte[] payload, FrameLimits limits) throws WireException {
        CborIn in = new CborIn(payload);
        in.advance();
        in.openMap("the body");
        Parts parts = new Parts();
        for (int key = in.nextKey(); key != CborIn.END; key = in.nextKey()) {
            decodeValue(key, in, parts, limits);
        }
        in.end();
        return assemble(parts, limits);
    }

    private static void decodeValue(int key, CborIn in, Parts parts, FrameLimits limits) throws WireException {
        switch (key) {
            case KEY_FORMAT -> parts.format = format(in);
            case KEY_AGENT -> parts.agentId = id("the agent id", in);
            case KEY_EPOCH -> parts.epoch = Epoch.of(in.bytesOf("the epoch", Epoch.BYTES));
            case KEY_SEQUENCE -> parts.sequence = in.number("the sequence", 1, Long.MAX_VALUE);
            case KEY_PREVIOUS -> parts.previous = Hash.of(in.bytesOf("the previous hash", Hash.BYTES));
            case KEY_CLOCK -> parts.clock = decodeClock(in);
            case KEY_OBSERVATIONS -> parts.columns = in.bytes("the observations", limits.frameBytes());
            case KEY_READINGS -> parts.polls = ReadingsCodec.decode(in, limits);
            case KEY_GAP -> parts.gap = decodeGap(in);
            case KEY_DEFINITIONS -> parts.definitions = in.text("the definitions", limits.definitionsBytes());
            default -> in.skip();
        }
    }

    private static long format(CborIn in) throws WireException {
        long format = in.number("the format");
        if (format != FORMAT) {
            throw WireException.unsupported("format " + format + " of frames; this version knows " + FORMAT);
        }
        return format;
    }

    static String id(String what, CborIn in) throws WireException {
        String id = in.text(what, FrameLimits.ID_CHARS_MAX);
        if (!Certificates.isId(id)) {
            throw WireException.malformed(what + " is empty or has other characters than letters, digits, . _ -");
        }
        return id;
    }

    private static FrameBody assemble(Parts parts, FrameLimits limits) throws WireException {
        ClockState clock = parts.clock;
        if (parts.format != FORMAT
                || parts.agentId == null
                || parts.epoch == null
                || parts.sequence == 0
                || parts.previous == null
                || clock == null) {
            throw WireException.malformed("the body lacks format, agent, epoch, sequence, previous hash or clock");
        }
        List<ObservationBlock> observations = parts.columns == null
                ? List.of()
                : ObservationColumns.decode(parts.columns, clock.monotonicNs(), limits);
        List<DeviceReadings> readings = ReadingsCodec.at(parts.polls, clock.monotonicNs());
        return new FrameBody(
                parts.agentId,
                parts.epoch,
                parts.sequence,
                parts.previous,
                clock,
                observations,
                readings,
                Optional.ofNullable(parts.gap),
                Optional.ofNullable(parts.definitions));
    }

    private static ClockState decodeClock(CborIn in) throws WireException {
        in.openArray("the clock");
        in.requireElement("the boot id");
        String bootId = in.isBytes()
                ? uuid(in.bytesOf("the boot id", UUID_BYTES))
                : in.text("the boot id", FrameLimits.BOOT_ID_CHARS_MAX);
        in.requireElement("the monotonic time");
        long monotonicNs = in.number("the monotonic time");
        in.requireElement("the wall time");
        long wallUnixNs = in.number("the wall time");
        in.requireElement("the clock's state");
        boolean synchronised = in.bool("the clock's state");
        in.requireElement("the clock's error");
        long errorNs = in.number("the clock's error", 0, Long.MAX_VALUE);
        if (!in.nextElement()) {
            return new ClockState(bootId, monotonicNs, wallUnixNs, synchronised, errorNs);
        }
        Optional<WallEstimate> collector = decodeCollector(in);
        in.requireElement("the time suspended");
        long suspendedNs = in.number("the time suspended", 0, Long.MAX_VALUE);
        in.skipRest();
        return new ClockState(bootId, monotonicNs, wallUnixNs, synchronised, errorNs, collector, suspendedNs);
    }

    private static Optional<WallEstimate> decodeCollector(CborIn in) throws WireException {
        if (in.isNone()) {
            in.requireElement("the error of the collector's time");
            return Optional.empty();
        }
        long unixNs = in.number("the collector's time");
        in.requireElement("the error of the collector's time");
        return Optional.of(new WallEstimate(unixNs, in.number("the error of the collector's time", 0, Long.MAX_VALUE)));
    }

    private static String uuid(byte[] bytes16) {
        Epoch words = Epoch.of(bytes16);
        return new UUID(words.high(), words.low()).toString();
    }

    private static Gap decodeGap(CborIn in) throws WireException {
        in.openArray("the gap");
        in.requireElement("the gap's begin");
        long from = in.number("the gap's begin", 1, Long.MAX_VALUE);
        in.requireElement("the gap's end");
        long to = in.number("the gap's end", from, Long.MAX_VALUE);
        in.requireElement("the gap's reason");
        Gap.Reason reason = Codes.gapReason(in.number("the gap's reason"));
        in.requireElement("the hash before the gap");
        Hash before = Hash.of(in.bytesOf("the hash before the gap", Hash.BYTES));
        in.requireElement("the hash after the gap");
        Hash after = Hash.of(in.bytesOf("the hash after the gap", Hash.BYTES));
        in.requireElement("the gap's time");
        long atUnixMs = in.number("the gap's time");
        in.skipRest();
        return new Gap(from, to, reason, before, after, atUnixMs);
    }
}
