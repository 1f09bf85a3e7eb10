package io.kerbstone.settings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;

/** Turns YAML or JSON text into a {@link Node} within limits; anything wrong is a mistake, never an exception. Stateless. */
public final class Documents {
    /** Most characters of a document (and bytes of a file). */
    public static final int DOCUMENT_LENGTH_MAX = 4 << 20;
    /** Deepest nesting. */
    public static final int DEPTH_MAX = 16;
    /** Most values (mappings, sequences and scalars together). */
    public static final int NODES_MAX = 400_000;
    /** Longest scalar or key, characters. */
    public static final int TEXT_LENGTH_MAX = 8_192;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(DOCUMENT_LENGTH_MAX)
                    .build())
            .build();

    private Documents() {}

    /** The document, or an empty mapping with at least one mistake. */
    public static Node parseYaml(String text, Mistakes mistakes) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(DOCUMENT_LENGTH_MAX);
        options.setNestingDepthLimit(DEPTH_MAX + 2);
        return parse(YAMLFactory.builder().loaderOptions(options).build(), text, mistakes);
    }

    /** The document, or an empty mapping with at least one mistake. */
    public static Node parseJson(String text, Mistakes mistakes) {
        return parse(JSON, text, mistakes);
    }

    /** The YAML document in the file, or an empty mapping with at least one mistake. */
    public static Node readYaml(Path file, Mistakes mistakes) {
        try {
            if (Files.size(file) > DOCUMENT_LENGTH_MAX) {
                mistakes.add(file.toString(), "is larger than " + Sizes.text(DOCUMENT_LENGTH_MAX));
                return empty();
            }
            return parseYaml(Files.readString(file, StandardCharsets.UTF_8), mistakes);
        } catch (NoSuchFileException e) {
            mistakes.add(file.toString(), "there is no such file; name another with --config");
        } catch (CharacterCodingException e) {
            mistakes.add(file.toString(), "is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            mistakes.add(file.toString(), "cannot be read (" + e + "); check the permissions");
        }
        return empty();
    }

    private static Node parse(JsonFactory factory, String text, Mistakes mistakes) {
        if (text.length() > DOCUMENT_LENGTH_MAX) {
            mistakes.add("document", "is longer than " + DOCUMENT_LENGTH_MAX + " characters");
            return empty();
        }
        try (JsonParser parser = factory.createParser(text)) {
            return new NodeBuilder(parser, mistakes).document();
        } catch (NodeBuilder.LimitException e) {
            mistakes.add("document (line " + e.line() + ")", e.sentence());
        } catch (JacksonException e) {
            mistakes.add("document (line " + lineOf(e) + ")", "cannot be read: " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            mistakes.add("document", "cannot be read: " + firstLine(String.valueOf(e.getMessage())));
        }
        return empty();
    }

    private static int lineOf(JacksonException e) {
        return e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("not understood");
        return line.length() > 200 ? line.substring(0, 200) : line;
    }

    private static Node empty() {
        return Node.mapping("", 1, Map.of());
    }
}
