package io.kerbstone.agent.command;

import io.kerbstone.agent.config.AgentConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the agent's file. */
final class ConfigOption {
    @Option(names = "--config", paramLabel = "FILE", defaultValue = AgentConfig.FILE_DEFAULT)
    Path file = Path.of(AgentConfig.FILE_DEFAULT);
}
