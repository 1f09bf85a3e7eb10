package io.kerbstone.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.identity.SigningKey;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Reading;
import io.kerbstone.time.ClockState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every limit at its bound and one past. */
class FrameLimitsTest {
    private static final SigningKey KEY = SigningKey.of(new byte[32]);
    private static final FrameLimits LIMITS = FrameLimits.DEFAULT;

    private static FrameBody body(
            List<ObservationBlock> observations, List<DeviceReadings> readings, Optional<String> definitions) {
        ClockState clock = new ClockState("boot", 0, 0, false, 0);
        return new FrameBody(
                "a", new Epoch(0, 0), 1, Hash.ZERO, clock, observations, readings, Optional.empty(), definitions);
    }

    private static List<ObservationBlock> blocks(int paths, int samples) {
        List<Observation> observations = new ArrayList<>(paths * samples);
        for (int path = 0; path < paths; path++) {
            for (int i = 0; i < samples; i++) {
                observations.add(new Observation("p" + path, 1_000_000_000L * i, new Outcome.Replied(1000, 0)));
            }
        }
        return ObservationBlock.of(observations);
    }

    private static List<DeviceReadings> polls(int count, int readings) {
        Reading reading = Reading.text("s", Reading.Kind.STATE, "up", "");
        DeviceReadings poll =
                new DeviceReadings("d", "", 0, DeviceReadings.Status.COMPLETE, Collections.nCopies(readings, reading));
        return Collections.nCopies(count, poll);
    }

    private static void assertFits(FrameBody body) {
        Frame frame = assertInstanceOf(Frame.class, FrameCodec.decode(FrameCodec.encode(body, KEY)));
        assertEquals(body, frame.body());
    }

    private static void assertTooMuch(FrameBody body) {
        assertThrows(IllegalArgumentException.class, () -> FrameCodec.encode(body, KEY));
    }

    @Test
    void shouldEncodeAtEachBoundAndNotOnePast() {
        assertFits(body(blocks(LIMITS.blocks(), 1), List.of(), Optional.empty()));
        assertTooMuch(body(blocks(LIMITS.blocks() + 1, 1), List.of(), Optional.empty()));
        assertFits(body(blocks(1, LIMITS.observationsPerBlock()), List.of(), Optional.empty()));
        assertTooMuch(body(blocks(1, LIMITS.observationsPerBlock() + 1), List.of(), Optional.empty()));
        assertFits(body(blocks(10, LIMITS.observations() / 10), List.of(), Optional.empty()));
        assertTooMuch(body(blocks(11, LIMITS.observations() / 11 + 1), List.of(), Optional.empty()));
        assertFits(body(List.of(), polls(LIMITS.polls(), 1), Optional.empty()));
        assertTooMuch(body(List.of(), polls(LIMITS.polls() + 1, 1), Optional.empty()));
        assertFits(body(List.of(), polls(2, LIMITS.readings() / 2), Optional.empty()));
        assertTooMuch(body(List.of(), polls(1, LIMITS.readings() + 1), Optional.empty()));
        assertFits(body(List.of(), List.of(), Optional.of("x".repeat(LIMITS.definitionsBytes()))));
        assertTooMuch(body(List.of(), List.of(), Optional.of("x".repeat(LIMITS.definitionsBytes() + 1))));
    }

    @Test
    void shouldRefuseToEncodeWhenTheWholeIsTooLong() {
        Reading reading = Reading.text("s", Reading.Kind.STATE, "x".repeat(LIMITS.textChars()), "");
        DeviceReadings poll =
                new DeviceReadings("d", "", 0, DeviceReadings.Status.COMPLETE, Collections.nCopies(1100, reading));
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> FrameCodec.encode(body(List.of(), List.of(poll), Optional.empty()), KEY));
        assertTrue(refused.getMessage().contains("bytes"), refused.getMessage());
    }

    @Test
    void shouldDecodeAtEachBoundAndSayTooLargeOnePast() {
        byte[] frame = FrameCodec.encode(body(blocks(5, 7), polls(3, 4), Optional.of("{}")), KEY);
        assertInstanceOf(Frame.class, decode(frame, frame.length, 5, 7, 35, 3, 12, 2, 2));
        assertTooLarge(decode(frame, frame.length - 1, 5, 7, 35, 3, 12, 2, 2));
        assertTooLarge(decode(frame, frame.length, 4, 7, 35, 3, 12, 2, 2));
        assertTooLarge(decode(frame, frame.length, 5, 6, 35, 3, 12, 2, 2));
        assertTooLarge(decode(frame, frame.length, 5, 7, 34, 3, 12, 2, 2));
        assertTooLarge(decode(frame, frame.length, 5, 7, 35, 2, 12, 2, 2));
        assertTooLarge(decode(frame, frame.length, 5, 7, 35, 3, 11, 2, 2));
        assertTooLarge(decode(frame, frame.length, 5, 7, 35, 3, 12, 1, 2));
        assertTooLarge(decode(frame, frame.length, 5, 7, 35, 3, 12, 2, 1));
    }

    private static Decoded decode(byte[] frame, int... limits) {
        return FrameCodec.decode(
                frame,
                new FrameLimits(
                        limits[0], limits[1], limits[2], limits[3], limits[4], limits[5], limits[6], limits[7]));
    }

    private static void assertTooLarge(Decoded decoded) {
        assertEquals(
                Problem.Kind.TOO_LARGE, assertInstanceOf(Problem.class, decoded).kind(), decoded::toString);
    }

    @Test
    void shouldSkipUnknownValuesAtTheDepthBoundAndRefuseOneDeeper() {
        int depth = FrameLimits.NESTING_MAX - 1; // The body's own map is the first level.
        byte[] fits = HexFormat.of().parseHex("81".repeat(depth) + "00");
        byte[] deeper = HexFormat.of().parseHex("81".repeat(depth + 1) + "00");
        assertInstanceOf(Frame.class, FrameCodec.decode(RawFrames.sign1(RawFrames.bodyWithUnknown(fits))));
        assertTooLarge(FrameCodec.decode(RawFrames.sign1(RawFrames.bodyWithUnknown(deeper))));
    }

    @Test
    void shouldCutTextsOfDevicesWhenTheyAreTooLong() {
        String smiles = "\uD83D\uDE00".repeat(2000);
        Reading reading = new Reading(
                "s" + smiles, Reading.Kind.STATE, "u" + smiles, Double.NaN, "t" + smiles, Reading.Quality.GOOD, smiles);
        DeviceReadings poll = new DeviceReadings("d", "", 0, DeviceReadings.Status.COMPLETE, List.of(reading));
        byte[] bytes = FrameCodec.encode(body(List.of(), List.of(poll), Optional.empty()), KEY);
        Frame frame = assertInstanceOf(Frame.class, FrameCodec.decode(bytes));
        Reading read = frame.body().readings().get(0).readings().get(0);
        assertEquals("s" + smiles.substring(0, FrameLimits.SERIES_CHARS_MAX - 2), read.series());
        assertEquals("u" + smiles.substring(0, FrameLimits.UNIT_CHARS_MAX - 2), read.unit());
        assertEquals(Optional.of("t" + smiles.substring(0, LIMITS.textChars() - 2)), Optional.ofNullable(read.text()));
        assertEquals(smiles.substring(0, FrameLimits.SOURCE_CHARS_MAX), read.source());
    }

    @Test
    void shouldTakeDelaysAtTheBoundAndNotOnePast() {
        Observation longest =
                new Observation("p", 0, new Outcome.Replied(FrameLimits.DELAY_NS_MAX, FrameLimits.DELAY_NS_MAX));
        assertFits(body(ObservationBlock.of(List.of(longest)), List.of(), Optional.empty()));
        Observation longer = new Observation("p", 0, new Outcome.Replied(FrameLimits.DELAY_NS_MAX + 1, 0));
        assertThrows(IllegalArgumentException.class, () -> ObservationBlock.of(List.of(longer)));
        Observation negative = new Observation("p", 0, new Outcome.Replied(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> ObservationBlock.of(List.of(negative)));
        Observation noId = new Observation("p/q", 0, new Outcome.Replied(1, 0));
        assertThrows(IllegalArgumentException.class, () -> ObservationBlock.of(List.of(noId)));
    }

    @Test
    void shouldTakeTimesAtTheEndsOfTheClockWhenTheyAreFarApart() {
        Outcome lost = new Outcome.Lost(Outcome.LossReason.TIMEOUT);
        long least = Long.MIN_VALUE / 2;
        List<Observation> observations =
                List.of(new Observation("p", least, lost), new Observation("p", Long.MAX_VALUE / 2, lost));
        assertFits(body(ObservationBlock.of(observations), List.of(), Optional.empty()));
    }
}
