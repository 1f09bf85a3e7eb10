package io.kerbstone.profiles;

import io.kerbstone.measurement.Oid;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What must be remembered of one poll to make rates at the next. Immutable.
 *
 * @param readAtNs monotonic time of that poll, ns
 * @param sysUpTime sysUpTime of that poll, hundredths of a second of 32 bits
 * @param samples counter values by series
 */
public record Counters(long readAtNs, OptionalLong sysUpTime, Map<String, Sample> samples) {
    /** Before the first poll. */
    public static final Counters NONE = new Counters(0, OptionalLong.empty(), Map.of());

    /** Copies the map. */
    public Counters {
        samples = Map.copyOf(samples);
    }

    /**
     * One counter value.
     *
     * @param oid the instance it came from
     * @param value unsigned
     * @param isWide whether it has 64 bits
     * @param discontinuity the row's discontinuity time, 0 when there is none
     */
    public record Sample(Oid oid, long value, boolean isWide, long discontinuity) {}
}
