package io.kerbstone.collector.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Both languages say the same things, in their own words. */
class MessagesTest {
    private static final Pattern PLACE_HOLDER = Pattern.compile("\\{\\d}");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
    private static final Pattern LATIN_WORD = Pattern.compile("[A-Za-z][A-Za-z0-9.-]*");
    /** Words that stay as they are in a Chinese sentence; abbreviations in capitals need no entry. */
    private static final Set<String> SAME_IN_CHINESE = Set.of(
            "Kerbstone",
            "English",
            "ms",
            "s",
            "min",
            "h",
            "d",
            "p50",
            "p90",
            "p95",
            "p99",
            "webhook",
            "Webhook",
            "k",
            "Wilson",
            "kB",
            "MB",
            "GB",
            "KiB",
            "MiB",
            "GiB",
            "bit",
            "Mbit",
            "IPv4",
            "IPv6",
            "SNMPv2c",
            "SNMPv3",
            "v2c",
            "v3",
            "HTML",
            "JSON",
            "µs",
            "us");
    /** A name of a language is written in that language. */
    private static final Set<String> KEYS_IN_OWN_LANGUAGE = Set.of("language.zh", "language.en");

    @Test
    void shouldHaveSameKeysAndPlaceHoldersInBothLanguagesWhenAreaExists() throws Exception {
        assertTrue(areas().size() >= 1);
        List<String> differences = new ArrayList<>();
        for (String area : areas()) {
            Properties english = bundle(area, "en");
            Properties chinese = bundle(area, "zh");
            Set<String> keys = new TreeSet<>(english.stringPropertyNames());
            keys.addAll(chinese.stringPropertyNames());
            for (String key : keys) {
                if (!placeHolders(english, key).equals(placeHolders(chinese, key))) {
                    differences.add(area + ": " + key);
                }
            }
        }
        assertEquals(List.of(), differences, "missing in one language, or other place holders");
    }

    @Test
    void shouldBeWrittenInItsOwnLanguageWhenValueIsForPeople() throws Exception {
        List<String> foreign = new ArrayList<>();
        for (String area : areas()) {
            bundle(area, "zh").forEach((key, value) -> {
                if (!isChinese((String) value)) {
                    foreign.add(area + "_zh: " + key + "=" + value);
                }
            });
            bundle(area, "en").forEach((key, value) -> {
                if (HAN.matcher((String) value).find() && !KEYS_IN_OWN_LANGUAGE.contains(key)) {
                    foreign.add(area + "_en: " + key + "=" + value);
                }
            });
        }
        assertEquals(List.of(), foreign);
    }

    @Test
    void shouldNameEachKeyOnceWhenBundleIsLoaded() throws Exception {
        for (String area : areas()) {
            for (String language : List.of("en", "zh")) {
                List<String> keys = keysAsWritten(area + "_" + language + ".properties");
                assertEquals(
                        List.copyOf(new TreeSet<>(keys)), keys.stream().sorted().toList(), area + language);
            }
        }
    }

    @Test
    void shouldReplacePlaceHoldersAndNothingElseWhenFilled() {
        Messages english = Messages.of("test", Messages.ENGLISH);
        assertEquals("It's {x} a's b, a {", english.get("odd", "a", "b"));
        assertEquals("{1}", Messages.of("test", Messages.CHINESE).get("plain", "{1}"));
    }

    @Test
    void shouldStopWhenKeyOrArgumentIsMissing() {
        Messages messages = Messages.of("test", Messages.ENGLISH);
        assertThrows(IllegalStateException.class, () -> messages.get("nothing"));
        assertThrows(IllegalStateException.class, () -> messages.get("odd", "a"));
        assertThrows(IllegalStateException.class, () -> Messages.of("no-such-area", Messages.ENGLISH));
        assertFalse(messages.has("nothing"));
    }

    @Test
    void shouldChooseNearestLanguageWhenLocaleIsAnother() {
        assertEquals(Messages.CHINESE, Messages.supported(Locale.TRADITIONAL_CHINESE));
        assertEquals(Messages.ENGLISH, Messages.supported(Locale.FRENCH));
        assertEquals("zh-CN", Messages.of("common", Locale.CHINA).languageTag());
        assertEquals(
                Messages.ENGLISH,
                Messages.of("common", Locale.CHINA).inOtherLanguage().locale());
    }

    private static boolean isChinese(String value) {
        String words = PLACE_HOLDER.matcher(value).replaceAll("");
        return HAN.matcher(words).find()
                || LATIN_WORD
                        .matcher(words)
                        .results()
                        .allMatch(word -> SAME_IN_CHINESE.contains(word.group())
                                || word.group().equals(word.group().toUpperCase(Locale.ROOT)));
    }

    private static Set<String> placeHolders(Properties bundle, String key) {
        String value = bundle.getProperty(key);
        return value == null
                ? Set.of("no such key")
                : PLACE_HOLDER
                        .matcher(value)
                        .results()
                        .map(r -> r.group())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> areas() throws Exception {
        Path folder = Path.of(Messages.class.getResource("common_en.properties").toURI())
                .getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".properties"))
                    .map(name -> name.replaceFirst("_(en|zh)\\.properties$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Properties bundle(String area, String language) throws IOException {
        try (InputStream in = Messages.class.getResourceAsStream(area + "_" + language + ".properties")) {
            assertNotNull(in, area + " in " + language);
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return properties;
        }
    }

    private static List<String> keysAsWritten(String bundle) throws IOException {
        try (InputStream in = Messages.class.getResourceAsStream(bundle)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#") && line.contains("="))
                    .map(line -> line.substring(0, line.indexOf('=')).trim())
                    .toList();
        }
    }
}
