package io.kerbstone.wire;

import io.kerbstone.identity.SigningKey;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Reading;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.WallEstimate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the golden files of format 1 say, and the fixed key that signed them. */
final class GoldenBodies {
    private static final Epoch EPOCH = Epoch.ofHex("000102030405060708090a0b0c0d0e0f");
    private static final long WALL_NS = 1_793_491_200_000_000_000L;

    private GoldenBodies() {}

    /** The seed is the bytes 0 to 31: a key for tests only. */
    static SigningKey key() {
        byte[] seed = new byte[32];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) i;
        }
        return SigningKey.of(seed);
    }

    static Map<String, FrameBody> frames() {
        Map<String, FrameBody> frames = new LinkedHashMap<>();
        FrameBody first = first();
        frames.put("format-1-first.frame", first);
        frames.put("format-1-second.frame", second(Hash.sha256(FrameCodec.encode(first, key()))));
        frames.put("format-1-gap.frame", afterGap());
        frames.put("format-1-least.frame", least());
        frames.put("format-1-clock.frame", withCollectorTime());
        frames.put("format-1-suspended.frame", afterSuspend());
        return frames;
    }

    private static FrameBody first() {
        ClockState clock =
                new ClockState("0f8fad5b-d9cb-469f-a165-70867728950e", 3_600_123_456_789L, WALL_NS, true, 1_250_000);
        return new FrameBody(
                "cabinet-7",
                EPOCH,
                1,
                Hash.ZERO,
                clock,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of("{\"version\":0,\"devices\":[],\"paths\":[{\"id\":\"local\",\"name\":\"路石\"}]}"));
    }

    private static FrameBody second(Hash previous) {
        ClockState clock = new ClockState(
                "0f8fad5b-d9cb-469f-a165-70867728950e", 3_610_123_456_789L, WALL_NS + 10_000_000_000L, true, 1_260_000);
        return FrameBody.of("cabinet-7", EPOCH, 2, previous, clock, ObservationBlock.of(observations()), readings());
    }

    private static List<Observation> observations() {
        List<Observation> observations = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            long atNs = 3_600_200_000_000L + i * 1_000_000_000L;
            observations.add(new Observation(
                    "sw0001", atNs + i * 37_000L, new Outcome.Replied(412_300 + (long) i * i * 900L, 2_100)));
            observations.add(new Observation(
                    "sw0002",
                    atNs + 450_000_000L,
                    switch (i) {
                        case 3, 4, 5 -> new Outcome.Lost(Outcome.LossReason.TIMEOUT);
                        case 7 -> new Outcome.NotMeasured(Outcome.NotMeasuredReason.STARVED);
                        default -> new Outcome.Replied(i == 8 ? 95_000_000 : 1_800_000 - i * 1_000L, 2_100);
                    }));
        }
        observations.add(new Observation("radio.1", 3_600_000_000_000L, new Outcome.Lost(Outcome.LossReason.REFUSED)));
        return observations;
    }

    private static List<DeviceReadings> readings() {
        List<Reading> readings = List.of(
                Reading.text("system/description", Reading.Kind.IDENTITY, "Switch 路口 7", "1.3.6.1.2.1.1.1.0"),
                Reading.number("interface/1/inOctets", Reading.Kind.RATE, "By/s", 12_345.5, "1.3.6.1.2.1.31.1.1.1.6.1"),
                Reading.number("interface/1/outOctets", Reading.Kind.RATE, "By/s", 98_765, "1.3.6.1.2.1.31.1.1.1.10.1"),
                Reading.number("interface/1/utilisation", Reading.Kind.GAUGE, "%", 12.1, ""),
                Reading.missing(
                        "sensor/1", Reading.Kind.GAUGE, "Cel", Reading.Quality.NOT_AVAILABLE, "1.3.6.1.4.1.9.9.13"));
        return List.of(
                new DeviceReadings(
                        "switch-1", "generic-switch", 3_604_000_000_000L, DeviceReadings.Status.COMPLETE, readings),
                new DeviceReadings("switch-2", "", 3_605_000_000_000L, DeviceReadings.Status.NO_ANSWER, List.of()));
    }

    private static FrameBody afterGap() {
        ClockState clock = new ClockState("boot-2", 5_000_000L, WALL_NS - 1, false, 0);
        Gap gap = new Gap(
                3, 900, Gap.Reason.JOURNAL_FULL, new Hash(1, 2, 3, 4), new Hash(5, 6, 7, 8), 1_793_500_000_000L);
        return new FrameBody(
                "cabinet-7",
                EPOCH,
                1L << 40,
                new Hash(9, 10, 11, 12),
                clock,
                List.of(),
                List.of(),
                Optional.of(gap),
                Optional.empty());
    }

    private static FrameBody least() {
        ClockState clock = new ClockState("", 0, 0, false, 0);
        return FrameBody.of("a", new Epoch(0, 0), 1, Hash.ZERO, clock, List.of(), List.of());
    }

    /** A machine that started in 1970 and has heard its collector. */
    private static FrameBody withCollectorTime() {
        ClockState clock = new ClockState(
                "0f8fad5b-d9cb-469f-a165-70867728950e",
                3_600_000_000_000L,
                3_600_000_000_000L,
                false,
                0,
                Optional.of(new WallEstimate(WALL_NS, 4_200_000)),
                0);
        return FrameBody.of("cabinet-7", EPOCH, 3, Hash.ZERO, clock, List.of(), List.of());
    }

    private static FrameBody afterSuspend() {
        ClockState clock = new ClockState("boot-2", 7, WALL_NS, true, 1_000, Optional.empty(), 86_400_000_000_000L);
        return FrameBody.of("cabinet-7", EPOCH, 4, Hash.ZERO, clock, List.of(), List.of());
    }

    static List<Message> messages() {
        byte[] ramp = new byte[64];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) i;
        }
        return List.of(
                new Message.Hello(1, "cabinet-7", EPOCH, 3, 900, 4, "0.1.0", "0f8fad5b-d9cb-469f-a165-70867728950e"),
                new Message.Welcome(1, SequenceRanges.of(1, 5).plus(7).plus(1000, 2000), WALL_NS, 64),
                new Message.FrameMessage(FrameCodec.encode(least(), key())),
                new Message.Ack(EPOCH, SequenceRanges.of(6, 6)),
                new Message.TimeRequest(3_600_123_456_789L),
                new Message.TimeReply(3_600_123_456_789L, WALL_NS, WALL_NS + 25_000),
                new Message.ConfigMessage(4, "{\"version\":4,\"devices\":[],\"paths\":[]}"),
                new Message.ConfigApplied(4, List.of("paths[0].target: 没有地址")),
                new Message.Credit(16),
                new Message.Refused(Message.Refused.Code.FRAME_SIGNATURE, "the signature is wrong", 17),
                new Message.Enrol(
                        Arrays.copyOf(ramp, 16),
                        "cabinet 7",
                        Arrays.copyOf(ramp, 40),
                        key().verifyingKey().encoded(),
                        ramp),
                new Message.Enrolled("cabinet-7", Arrays.copyOf(ramp, 50), Arrays.copyOf(ramp, 60)));
    }

    static byte[] encodedMessages() {
        EmbeddedChannel channel = new EmbeddedChannel(new MessageCodec());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Message message : messages()) {
            channel.writeOutbound(message);
            ByteBuf bytes = channel.readOutbound();
            all.writeBytes(ByteBufUtil.getBytes(bytes));
            bytes.release();
        }
        channel.finishAndReleaseAll();
        return all.toByteArray();
    }
}
