package io.kerbstone.agent.command;

import io.kerbstone.agent.config.AgentConfig;
import io.kerbstone.agent.config.CollectorAddress;
import io.kerbstone.agent.config.StateFolder;
import io.kerbstone.agent.run.Threads;
import io.kerbstone.agent.uplink.Enroller;
import io.kerbstone.agent.uplink.Enrolling;
import io.kerbstone.identity.AgentIdentity;
import io.kerbstone.identity.EnrolmentToken;
import io.kerbstone.identity.RefusedException;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.wire.MessageLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code enroll}: gives this agent an identity at a collector, with a one-time token. */
@Command(name = "enroll")
final class EnrollCommand extends Common implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--collector", paramLabel = "HOST:PORT", required = true)
    private String collector = "";

    @Option(names = "--token", paramLabel = "TOKEN", required = true)
    private String token = "";

    @Option(names = "--name", paramLabel = "NAME")
    private @Nullable String name;

    @Override
    public Integer call() {
        CollectorAddress address = CollectorAddress.parse(collector)
                .orElseThrow(() -> wrongUse(messages().get("enroll.address", collector)));
        Mistakes mistakes = new Mistakes();
        AgentConfig read = read(config.file, mistakes);
        if (!mistakes.isEmpty() && Files.exists(config.file)) {
            mistakes.list().forEach(this::tell);
            tell(messages().get("check.mistakes", config.file, mistakes.count()));
            return NO;
        }
        String wanted = name == null ? read.name() : name;
        if (wanted.isBlank() || wanted.length() > MessageLimits.NAME_CHARS_MAX) {
            throw wrongUse(messages().get("enroll.name", MessageLimits.NAME_CHARS_MAX));
        }
        try {
            return enrol(address, EnrolmentToken.parse(token), wanted, new StateFolder(read.stateFolder()));
        } catch (RefusedException e) {
            tell(messages().get("enroll.token", String.valueOf(e.getMessage())));
            return NO;
        } catch (IOException e) {
            tell(messages().get("run.failed", String.valueOf(e.getMessage())));
            return COULD_NOT;
        }
    }

    private int enrol(CollectorAddress address, EnrolmentToken parsed, String wanted, StateFolder folder)
            throws IOException {
        folder.create();
        AgentIdentity identity = AgentIdentity.create(folder.identity());
        if (identity.isEnrolled()) {
            tell(messages().get("enroll.already", identity.agentId().orElse(""), folder.identity()));
            return NO;
        }
        Enrolling how = Enroller.enrol(address, parsed, wanted, identity, Threads.named("kerbstone-enroll"));
        if (how instanceof Enrolling.Done done) {
            tell(messages().get("enroll.done", done.agentId(), address));
            return DONE;
        }
        if (how instanceof Enrolling.Refused refused) {
            tell(messages().get("enroll.refused", refused.sentence()));
            return NO;
        }
        tell(messages().get("enroll.unreachable", ((Enrolling.Unreachable) how).sentence()));
        return COULD_NOT;
    }
}
