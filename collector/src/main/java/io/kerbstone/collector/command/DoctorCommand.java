package io.kerbstone.collector.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: says what is wrong and how to mend it. */
@Command(name = "doctor")
final class DoctorCommand extends Common implements Callable<Integer> {
    @Mixin
    private final FolderOptions folder = new FolderOptions();

    @Option(names = "--json")
    private boolean json;

    @Override
    public Integer call() {
        List<Doctor.Finding> findings = new Doctor(messages(), folder).examine();
        if (json) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            findings.forEach(finding -> all.addObject()
                    .put("check", finding.check())
                    .put("state", finding.state().name().toLowerCase(Locale.ROOT))
                    .put("sentence", finding.sentence()));
            print(JsonNodeFactory.instance.objectNode().set("findings", all));
        } else {
            findings.forEach(
                    finding -> print(messages().get("doctor." + finding.state().name()) + "  " + finding.sentence()));
        }
        return findings.stream().anyMatch(finding -> finding.state() == Doctor.State.FAILED) ? NO : DONE;
    }
}
