package io.kerbstone.collector.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code apply FILE}: many devices, paths and groups from one file, all of it or nothing; running it again changes nothing. */
@Command(name = "apply")
final class ApplyCommand extends AskingCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        String document;
        try {
            document = Files.readString(file);
        } catch (IOException e) {
            tell(messages().get("apply.file", file, String.valueOf(e.getMessage())));
            return COULD_NOT;
        }
        return ask(client -> client.postText("/api/v1/apply", document), answer -> {
            int changed = answer.json().path("changed").size();
            tell(messages()
                    .get("apply.done", changed, answer.json().path("unchanged").asInt()));
            return DONE;
        });
    }
}
