package io.kerbstone.profiles;

import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reading.Quality;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.profiles.Counters.Sample;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Makes rates from counters of two polls (RFC 2578, section 7.1.6 and 7.1.10). What cannot be told apart from a restart is
 * marked, never guessed: no rate is negative or absurd. Of one call of the normaliser.
 */
final class Rates {
    /** How far sysUpTime may fall behind the time between two polls before it is taken for a restart, seconds. */
    static final double UPTIME_SLACK_SECONDS = 10;
    /** The same in proportion to that time: clocks of small devices are poor. */
    static final double UPTIME_SLACK_RATIO = 0.05;

    private static final double WRAP_32 = 0x1p32;
    private static final double TICKS_PER_SECOND = 100;

    private final Counters previous;
    private final double elapsedSeconds;
    private final boolean isRestarted;
    private final long readAtNs;
    private final OptionalLong sysUpTime;
    private final Map<String, Sample> samples = new HashMap<>();

    Rates(Counters previous, OptionalLong sysUpTime, long readAtNs) {
        this.previous = previous;
        this.elapsedSeconds = (readAtNs - previous.readAtNs()) / 1e9;
        this.readAtNs = readAtNs;
        this.sysUpTime = sysUpTime;
        this.isRestarted = previous.sysUpTime().isPresent()
                && sysUpTime.isPresent()
                && isBehind(previous.sysUpTime().getAsLong(), sysUpTime.getAsLong());
    }

    /** Whether sysUpTime is less than it must be by now, counted around its wrap after 497 days. */
    private boolean isBehind(long before, long now) {
        double advanced = ((now - before) & 0xFFFF_FFFFL) / TICKS_PER_SECOND;
        double slack = UPTIME_SLACK_SECONDS + elapsedSeconds * UPTIME_SLACK_RATIO;
        // A restart shows as less than elapsed, or, as the difference of 32 bits goes around, as far more.
        return advanced < elapsedSeconds - slack || advanced > elapsedSeconds + slack + 86_400;
    }

    /** The rate of a counter in its own unit, or the mark that says why there is none. */
    Result rate(String series, Varbind counter, long discontinuity, OptionalDouble ceilingPerSecond) {
        boolean wide = counter.type() == Varbind.Type.COUNTER64;
        Sample now = new Sample(counter.oid(), counter.number(), wide, discontinuity);
        Sample before = previous.samples().get(series);
        samples.put(series, now);
        if (before == null || !isSameObject(before, now) || elapsedSeconds <= 0) {
            return new Result(Quality.FIRST, Double.NaN);
        }
        if (isRestarted || before.discontinuity() != discontinuity) {
            return new Result(Quality.RESET, Double.NaN);
        }
        return wide ? wideRate(before.value(), now.value()) : narrowRate(before.value(), now.value(), ceilingPerSecond);
    }

    private static boolean isSameObject(Sample before, Sample now) {
        Oid oid = before.oid();
        return oid.equals(now.oid()) && before.isWide() == now.isWide();
    }

    private Result wideRate(long before, long now) {
        if (Long.compareUnsigned(now, before) < 0) {
            // 2^64 bytes take years on any link: a lower value is a new beginning.
            return new Result(Quality.RESET, Double.NaN);
        }
        return new Result(Quality.GOOD, Values.unsigned(now - before) / elapsedSeconds);
    }

    private Result narrowRate(long before, long now, OptionalDouble ceilingPerSecond) {
        if (ceilingPerSecond.isPresent() && ceilingPerSecond.getAsDouble() * elapsedSeconds >= WRAP_32) {
            // It may have gone around any number of times since.
            return new Result(Quality.NOT_AVAILABLE, Double.NaN);
        }
        double moved = now - before;
        if (moved < 0) {
            moved += WRAP_32;
            double most = ceilingPerSecond.isPresent()
                    ? ceilingPerSecond.getAsDouble() * elapsedSeconds * (1 + UPTIME_SLACK_RATIO)
                    : WRAP_32 / 2;
            if (moved > most) {
                return new Result(Quality.RESET, Double.NaN);
            }
        }
        return new Result(Quality.GOOD, moved / elapsedSeconds);
    }

    /** What to remember for the next poll. */
    Counters counters() {
        return new Counters(readAtNs, sysUpTime, samples);
    }

    /**
     * A rate or a mark.
     *
     * @param quality GOOD, or why there is no rate
     * @param perSecond NaN unless GOOD
     */
    record Result(Reading.Quality quality, double perSecond) {}
}
