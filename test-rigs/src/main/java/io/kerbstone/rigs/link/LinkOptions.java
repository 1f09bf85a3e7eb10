package io.kerbstone.rigs.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say how a link shall be. Filled by picocli, then read once. */
final class LinkOptions {
    @Option(names = "--seed", paramLabel = "N", description = "of every chance (${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            converter = Time.class,
            defaultValue = "0ms",
            description = "what each packet waits, each way (${DEFAULT-VALUE})")
    private long delayNs;

    @Option(names = "--delay-forward", paramLabel = "TIME", converter = Time.class, description = "the same, one way")
    private @Nullable Long delayForwardNs;

    @Option(names = "--delay-return", paramLabel = "TIME", converter = Time.class, description = "the same, one way")
    private @Nullable Long delayReturnNs;

    @Option(
            names = "--jitter",
            paramLabel = "TIME",
            converter = Time.class,
            defaultValue = "0ms",
            description =
                    "random part of the delay, each way; packets may overtake each other by it (${DEFAULT-VALUE})")
    private long jitterNs;

    @Option(
            names = "--jitter-kind",
            paramLabel = "KIND",
            description = "uniform: within plus and minus the jitter; normal: the jitter is the standard deviation;"
                    + " exponential: the jitter is the mean of what is added (${DEFAULT-VALUE})")
    private Impairment.Jitter jitterKind = Impairment.Jitter.UNIFORM;

    @Option(
            names = "--loss",
            paramLabel = "SHARE",
            converter = Share.class,
            defaultValue = "0%",
            description = "chance of a packet to be lost, each way (${DEFAULT-VALUE})")
    private double loss;

    @Option(names = "--loss-forward", paramLabel = "SHARE", converter = Share.class, description = "the same, one way")
    private @Nullable Double lossForward;

    @Option(names = "--loss-return", paramLabel = "SHARE", converter = Share.class, description = "the same, one way")
    private @Nullable Double lossReturn;

    @Option(
            names = "--burst",
            paramLabel = "N",
            description = "mean number of packets lost in a row (Gilbert's model); 1 for independent losses"
                    + " (${DEFAULT-VALUE})")
    private double burst = 1;

    @Option(
            names = "--duplicate",
            paramLabel = "SHARE",
            converter = Share.class,
            defaultValue = "0%",
            description = "chance of a packet to arrive twice, each way (${DEFAULT-VALUE})")
    private double duplicate;

    @Option(
            names = "--reorder",
            paramLabel = "SHARE",
            converter = Share.class,
            defaultValue = "0%",
            description = "chance of a packet to be held back so that others overtake it, each way (${DEFAULT-VALUE})")
    private double reorder;

    @Option(
            names = "--reorder-by",
            paramLabel = "TIME",
            converter = Time.class,
            defaultValue = "10ms",
            description = "how long it is held back (${DEFAULT-VALUE})")
    private long reorderByNs;

    @Option(
            names = "--cut",
            paramLabel = "FROM-TO",
            converter = CutTimes.class,
            description = "nothing gets through from FROM to TO after the start, for instance 10s-25s; may be repeated")
    private List<LinkPlan.Cut> cuts = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Time.class,
            defaultValue = "1s",
            description = "the prober's waiting time: a reply later than that is counted as late (${DEFAULT-VALUE})")
    private long waitingTimeNs;

    @Option(names = "--queue", paramLabel = "N", description = "most packets that wait at once (${DEFAULT-VALUE})")
    private int queuePackets = LinkPlan.USUAL_QUEUE;

    @Option(
            names = "--gentle",
            description =
                    "sleeps while nothing is due: leaves the processor to others, and packets wait for it to wake up")
    private boolean isGentle;

    @Option(names = "--here", description = "the near side is this machine itself and no namespace of its own")
    private boolean isNearHere;

    LinkPlan plan() {
        return new LinkPlan(
                way(delayForwardNs, lossForward),
                way(delayReturnNs, lossReturn),
                cuts,
                seed,
                waitingTimeNs,
                queuePackets,
                isGentle,
                isNearHere);
    }

    private Impairment way(@Nullable Long ownDelayNs, @Nullable Double ownLoss) {
        return new Impairment(
                ownDelayNs == null ? delayNs : ownDelayNs,
                jitterNs,
                jitterKind,
                ownLoss == null ? loss : ownLoss,
                burst,
                duplicate,
                reorder,
                reorderByNs);
    }

    /** {@code 950us}, {@code 0.95ms}, {@code 1s}, {@code 2m} in ns. */
    static final class Time implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            String number = text.replaceFirst("(us|ms|s|m)$", "");
            long unitNs =
                    switch (text.substring(number.length())) {
                        case "us" -> 1_000L;
                        case "ms" -> 1_000_000L;
                        case "s" -> 1_000_000_000L;
                        case "m" -> 60_000_000_000L;
                        default -> 0L;
                    };
            if (unitNs == 0 || !number.matches("\\d{1,9}(\\.\\d{1,6})?")) {
                throw new TypeConversionException("'" + text + "' is no duration; write for instance 950us, 2ms or 1s");
            }
            return Math.round(Double.parseDouble(number) * unitNs);
        }
    }

    /** {@code 0.8%} as 0.008. */
    static final class Share implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            if (!text.matches("\\d{1,3}(\\.\\d{1,6})?%")) {
                throw new TypeConversionException("'" + text + "' is no share; write for instance 1% or 0.8%");
            }
            return Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
        }
    }

    /** {@code 10s-25s}. */
    static final class CutTimes implements ITypeConverter<LinkPlan.Cut> {
        @Override
        public LinkPlan.Cut convert(String text) {
            String[] ends = text.toLowerCase(Locale.ROOT).split("-", -1);
            if (ends.length != 2) {
                throw new TypeConversionException("'" + text + "' is no cut; write for instance 10s-25s");
            }
            Time time = new Time();
            return new LinkPlan.Cut(time.convert(ends[0]), time.convert(ends[1]));
        }
    }
}
