package io.kerbstone.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    private final Mistakes mistakes = new Mistakes();

    @Test
    void shouldKnowTheLineOfEachValueWhenYaml() {
        Node node = Documents.parseYaml("a: 1\nb:\n  - x: one\n  - x: two\n", mistakes);

        assertTrue(mistakes.isEmpty());
        Node second = node.sequence("b", 9, mistakes).get(1);
        assertEquals("b[1].x (line 4)", second.where("x"));
        assertEquals("two", second.text("x", mistakes));
        assertEquals(1, node.integer("a", 0, 5, mistakes));
    }

    @Test
    void shouldKeepTheWrittenFormWhenAnUnquotedNumberIsMeantAsText() {
        Node node = Documents.parseYaml("community: 0123\nname: 1.50\nempty: ~\n", mistakes);

        assertEquals("0123", node.secret("community", mistakes).reveal());
        assertEquals("1.50", node.text("name", mistakes));
        assertFalse(node.has("empty"));
        assertTrue(mistakes.isEmpty());
    }

    @Test
    void shouldGiveOneMistakeWithLineWhenSyntaxIsBroken() {
        Documents.parseYaml("a: 1\nb: [1, 2\nc: 3\n", mistakes);
        assertEquals(1, mistakes.list().size());
        assertTrue(
                mistakes.list().get(0).matches("document \\(line [234]\\): cannot be read: .*"), mistakes.toString());

        Mistakes ofJson = new Mistakes();
        Documents.parseJson("{\n\"a\": tru}", ofJson);
        assertTrue(ofJson.list().get(0).startsWith("document (line 2): cannot be read"), ofJson.toString());
    }

    @Test
    void shouldReadEveryTruncationWithoutAnException() {
        String text = DefinitionsWriter.toJson(DefinitionsTest.sample(), Secrets.REVEAL);
        for (int length = 0; length < text.length(); length++) {
            Mistakes found = new Mistakes();
            Documents.parseJson(text.substring(0, length), found);
            assertFalse(found.isEmpty() && length > 0, "nothing wrong at " + length);
        }
    }

    @Test
    void shouldRefuseWhenAKeyIsTwiceOrAnAliasOrASecondDocument() {
        Documents.parseYaml("a: &x 1\na: 2\nb: *x\n---\nc: 1\n", mistakes);

        assertEquals(
                List.of(
                        "a (line 2): is here twice; keep one",
                        "b (line 3): is an alias (*name); write the value itself",
                        "document (line 5): has a second document; keep one"),
                mistakes.list());
    }

    @Test
    void shouldStopAtTheLimitsWhenADocumentIsHostile() {
        assertLimit("a: " + "[".repeat(Documents.DEPTH_MAX) + "]".repeat(Documents.DEPTH_MAX), true);
        assertLimit("a: " + "[".repeat(Documents.DEPTH_MAX + 1) + "]".repeat(Documents.DEPTH_MAX + 1), false);
        assertLimit("a: " + "[".repeat(5_000), false);
        assertLimit("a: " + "x".repeat(Documents.TEXT_LENGTH_MAX), true);
        assertLimit("a: " + "x".repeat(Documents.TEXT_LENGTH_MAX + 1), false);
        assertLimit("a: [" + "1,".repeat(Documents.NODES_MAX - 3) + "1]", true);
        assertLimit("a: [" + "1,".repeat(Documents.NODES_MAX - 2) + "1]", false);
        assertLimit("#".repeat(Documents.DOCUMENT_LENGTH_MAX + 1), false);
    }

    private static void assertLimit(String text, boolean isFine) {
        Mistakes yaml = new Mistakes();
        Documents.parseYaml(text, yaml);
        assertEquals(isFine, yaml.isEmpty(), yaml.toString());
    }

    @Test
    void shouldSayWhatToDoWhenAFileCannotBeRead(@TempDir Path folder) throws Exception {
        Documents.readYaml(folder.resolve("none.yaml"), mistakes);
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, "name: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Documents.readYaml(latin, mistakes);

        assertEquals(2, mistakes.list().size());
        assertTrue(mistakes.list().get(0).endsWith("there is no such file; name another with --config"));
        assertTrue(mistakes.list().get(1).endsWith("is not UTF-8 text; save it as UTF-8"));
    }

    @Test
    void shouldCountTheRestWhenThereAreTooManyMistakes() {
        for (int i = 0; i < Mistakes.MISTAKES_MAX + 3; i++) {
            mistakes.add("x", "y");
        }
        assertEquals(Mistakes.MISTAKES_MAX + 3, mistakes.count());
        assertEquals(Mistakes.MISTAKES_MAX + 1, mistakes.list().size());
    }

    @Test
    void shouldReadBackWhatItWritesWhenDurationsAndSizes() {
        for (long ms : new long[] {0, 10, 999, 1_000, 1_500, 60_000, 3_600_000, 86_400_000, 90_000_000}) {
            assertEquals(ms, Durations.parseMs(Durations.text(ms)).getAsLong());
        }
        assertEquals("1m", Durations.text(60_000));
        for (String wrong : List.of("", "1", "s", "1 s", "-1s", "1.5s", "1sec", "9999999999999ms")) {
            assertTrue(Durations.parseMs(wrong).isEmpty(), wrong);
        }
        for (long bytes : new long[] {0, 1, 1024, 1536, 512L << 20, 3L << 30}) {
            assertEquals(bytes, Sizes.parseBytes(Sizes.text(bytes)).getAsLong());
        }
    }
}
