package io.kerbstone.agent.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kerbstone.agent.config.AgentConfig;
import io.kerbstone.agent.config.StateFolder;
import io.kerbstone.agent.journal.JournalView;
import io.kerbstone.identity.AgentIdentity;
import io.kerbstone.identity.VerifyingKey;
import io.kerbstone.settings.Mistakes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code journal status} and {@code journal verify}: what is on disk; changes nothing, also beside a running agent. */
@Command(name = "journal")
final class JournalCommand extends Common implements Callable<Integer> {
    private static final JsonFactory JSON = new JsonFactory();

    /** What to do. */
    enum Verb {
        status,
        verify
    }

    @Parameters(index = "0", paramLabel = "status|verify", descriptionKey = "VERB")
    private Verb verb = Verb.status;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--json")
    private boolean isJson;

    @Override
    public Integer call() {
        Mistakes mistakes = new Mistakes();
        AgentConfig read = read(config.file, mistakes);
        if (!mistakes.isEmpty()) {
            mistakes.list().forEach(this::tell);
            return COULD_NOT;
        }
        StateFolder folder = new StateFolder(read.stateFolder());
        try {
            Optional<AgentIdentity> identity =
                    AgentIdentity.load(folder.identity()).filter(AgentIdentity::isEnrolled);
            if (identity.isEmpty()) {
                tell(messages().get("run.notEnrolled", read.stateFolder()));
                return COULD_NOT;
            }
            Optional<VerifyingKey> key = verb == Verb.verify
                    ? Optional.of(identity.get().signingKey().verifyingKey())
                    : Optional.empty();
            return print(
                    folder,
                    JournalReport.read(
                            folder.journal(), identity.get().agentId().orElseThrow(), key));
        } catch (IOException e) {
            tell(messages().get("run.failed", String.valueOf(e.getMessage())));
            return COULD_NOT;
        }
    }

    private int print(StateFolder folder, JournalReport report) {
        JournalView view = report.view();
        if (isJson) {
            out().println(json(folder, report));
        } else {
            out().println(messages()
                    .get(
                            "journal.status",
                            folder.journal(),
                            view.frames(),
                            view.firstSequence(),
                            view.lastSequence(),
                            view.bytes(),
                            view.segments(),
                            backlog(view)));
            if (verb == Verb.verify) {
                out().println(messages().get("journal.verified", report.verified()));
            }
            report.problems().forEach(problem -> out().println(
                            messages().get("journal.problem", problem.sequence(), problem.sentence())));
        }
        out().flush();
        return report.problems().isEmpty() ? DONE : NO;
    }

    private static long backlog(JournalView view) {
        return view.lastSequence() < 1
                ? 0
                : view.acknowledged()
                        .missing(view.firstSequence(), view.lastSequence())
                        .count();
    }

    private String json(StateFolder folder, JournalReport report) {
        JournalView view = report.view();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("folder", folder.journal().toString());
            json.writeStringField("epoch", HexFormat.of().formatHex(view.epoch()));
            json.writeNumberField("firstSequence", view.firstSequence());
            json.writeNumberField("lastSequence", view.lastSequence());
            json.writeNumberField("frames", view.frames());
            json.writeNumberField("segments", view.segments());
            json.writeNumberField("bytes", view.bytes());
            json.writeNumberField("tornBytes", view.tornBytes());
            json.writeStringField("acknowledged", view.acknowledged().toString());
            json.writeNumberField("backlog", backlog(view));
            if (verb == Verb.verify) {
                json.writeNumberField("verified", report.verified());
            }
            json.writeArrayFieldStart("problems");
            for (JournalReport.Finding problem : report.problems()) {
                json.writeStartObject();
                json.writeNumberField("sequence", problem.sequence());
                json.writeStringField("sentence", problem.sentence());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return text.toString();
    }
}
