package io.kerbstone.rigs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kerbstone.measurement.LossFigures;
import io.kerbstone.measurement.MeanDelay;
import io.kerbstone.rigs.link.ImpairedLink;
import io.kerbstone.rigs.link.LinkPlan;
import io.kerbstone.rigs.link.Truth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One run over an impaired link: what our prober told, sweep by sweep, and the truth. Immutable.
 *
 * @param truth what the link did
 * @param sweeps what was measured in each sweep
 * @param late late replies, of all of them
 * @param duplicate duplicate replies, of all of them
 */
record LinkRun(Truth truth, List<Told> sweeps, long late, long duplicate) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What to send, in rounds: a probe to each target, then each again.
     *
     * @param targets addresses at the far side
     * @param roundUs from one round to the next
     * @param waitingTimeMs the prober's waiting time
     * @param lingerMs how long to listen for stragglers at the end
     * @param rounds rounds of each sweep
     */
    record Order(List<String> targets, long roundUs, long waitingTimeMs, long lingerMs, List<Integer> rounds) {
        /** Targets of an order for many probes in a short time. */
        static final int MANY = 100;

        private static final long MANY_ROUND_US = 2_500;

        /** Probes to one target, so far apart. */
        static Order toOne(long gapUs, Integer... counts) {
            return new Order(List.of(ImpairedLink.FAR), gapUs, 1_000, 100, List.of(counts));
        }

        /** So many probes, rounded up to whole rounds of {@link #MANY} targets, at 40,000 a second. */
        static Order toMany(Integer... probes) {
            List<String> targets = IntStream.rangeClosed(1, MANY)
                    .mapToObj(host -> "198.19.1." + host)
                    .toList();
            List<Integer> rounds =
                    Stream.of(probes).map(count -> (count + MANY - 1) / MANY).toList();
            return new Order(targets, MANY_ROUND_US, 1_000, 100, rounds);
        }

        /** The same, listening so much longer at the end. */
        Order listening(long otherMs) {
            return new Order(targets, roundUs, waitingTimeMs, otherMs, rounds);
        }
    }

    /**
     * What the prober told of one sweep.
     *
     * @param sent probes that were answered or lost
     * @param lost those of them without a reply in time
     * @param notSent probes not sent, or not judged because the prober was held up
     * @param medianNs median of the delays
     * @param mean mean of the delays with its errors
     */
    record Told(long sent, long lost, long notSent, long medianNs, MeanDelay mean) {
        LossFigures loss() {
            return new LossFigures(sent, lost);
        }
    }

    /** Makes the link, lets the prober do its work, and takes the link away. */
    static LinkRun of(LinkPlan plan, Order order) throws IOException, InterruptedException {
        Path targets =
                Files.writeString(Files.createTempFile("link-targets", ".txt"), String.join("\n", order.targets()));
        try (ImpairedLink link = ImpairedLink.open(plan, Optional.empty())) {
            Process prober = new ProcessBuilder(link.atNear(command(order, targets)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            List<Told> sweeps = new ArrayList<>();
            JsonNode last = null;
            try (InputStream said = prober.getInputStream();
                    var documents = JSON.readerFor(JsonNode.class).<JsonNode>readValues(said)) {
                while (documents.hasNextValue()) {
                    last = documents.nextValue();
                    if (last.has("sent")) {
                        sweeps.add(told(last));
                    }
                }
            }
            if (prober.waitFor() != 0 || last == null || !last.has("late")) {
                throw new IOException("the prober ended with code " + prober.exitValue());
            }
            return new LinkRun(
                    link.end(),
                    List.copyOf(sweeps),
                    last.get("late").asLong(),
                    last.get("duplicate").asLong());
        } finally {
            Files.delete(targets);
        }
    }

    private static List<String> command(Order order, Path targets) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LinkProber.class.getName(),
                targets.toString(),
                Long.toString(order.roundUs()),
                Long.toString(order.waitingTimeMs()),
                Long.toString(order.lingerMs())));
        order.rounds().forEach(count -> command.add(count.toString()));
        return command;
    }

    private static Told told(JsonNode json) {
        return new Told(
                json.get("sent").asLong(),
                json.get("lost").asLong(),
                json.get("notSent").asLong(),
                json.get("medianNs").asLong(),
                new MeanDelay(
                        json.get("replies").asLong(),
                        json.get("meanNs").asDouble(),
                        json.get("standardErrorNs").asDouble(),
                        json.get("independent").asDouble(),
                        json.get("errorBoundNs").asLong()));
    }

    long sent() {
        return sweeps.stream().mapToLong(Told::sent).sum();
    }

    long lost() {
        return sweeps.stream().mapToLong(Told::lost).sum();
    }

    /** Probes that were not judged, because this machine was held up. */
    long notMeasured() {
        return sweeps.stream().mapToLong(Told::notSent).sum();
    }

    /** Whether probe by probe everything was judged, and the rig lost nothing itself: only then can loss be compared. */
    boolean isComparable() {
        return notMeasured() == 0 && truth.isExact();
    }

    /** Whether what the prober counted is the truth, to the last probe. */
    boolean isRight() {
        return sent() == truth.echoes().requests()
                && lost() == truth.echoes().lost()
                && late + duplicate == truth.echoes().late() + truth.echoes().duplicateReplies();
    }
}
