package io.kerbstone.collector.command;

import java.io.IOException;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** A command that asks the running collector. */
abstract class AskingCommand extends Common {
    @Mixin
    final FolderOptions folder = new FolderOptions();

    /** What to do with a good answer; its exit code. */
    @FunctionalInterface
    interface Use {
        int use(ApiClient.Answer.Good answer) throws IOException;
    }

    final int ask(Function<ApiClient, ApiClient.Answer> question, Use use) {
        try {
            ApiClient.Answer answer = question.apply(ApiClient.of(folder.folder()));
            if (answer instanceof ApiClient.Answer.Good good) {
                return use.use(good);
            }
            if (answer instanceof ApiClient.Answer.Refused refused) {
                tell(refused.sentence());
                return NO;
            }
            tell(((ApiClient.Answer.Unreachable) answer).sentence());
        } catch (IOException e) {
            tell(String.valueOf(e.getMessage()));
        }
        return COULD_NOT;
    }
}
