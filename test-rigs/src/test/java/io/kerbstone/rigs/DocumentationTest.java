package io.kerbstone.rigs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kerbstone.agent.config.AgentConfigReader;
import io.kerbstone.collector.CollectorSettings;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation tells people to write is right. */
final class DocumentationTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void shouldGiveConfigurationsWithoutMistakes() throws IOException {
        String text = Files.readString(Path.of("../docs/configuration.md"));
        List<String> blocks =
                YAML.matcher(text).results().map(block -> block.group(1)).toList();
        Mistakes mistakes = new Mistakes();
        AgentConfigReader.read(Documents.parseYaml(blocks.get(0), mistakes), Path.of("/etc"), "box", mistakes);
        CollectorSettings.read(Documents.parseYaml(blocks.get(1), mistakes), mistakes);
        assertEquals(List.of(), mistakes.list());
        assertEquals(2, blocks.size());
    }
}
