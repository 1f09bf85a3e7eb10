package io.kerbstone.collector.messages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The sentences of one area in one language. A place holder is {@code {0}} to {@code {9}} and is replaced by the text of
 * that argument as it is; every other character, quotes included, stands for itself. Numbers and times are formatted by
 * the caller, so that a sentence never changes a figure. A missing key or argument is a broken invariant
 * (IllegalStateException). Immutable, safe for many threads.
 *
 * <pre>{@code Messages.of("alerts", Messages.CHINESE).get("pathDown.subject", pathName)}</pre>
 */
public final class Messages {
    /** Chinese as written on the mainland. */
    public static final Locale CHINESE = Locale.SIMPLIFIED_CHINESE;
    /** English. */
    public static final Locale ENGLISH = Locale.ENGLISH;

    private static final Map<String, Messages> LOADED = new ConcurrentHashMap<>();

    private final String area;
    private final Locale locale;
    private final Map<String, String> sentences;

    private Messages(String area, Locale locale) {
        this.area = area;
        this.locale = locale;
        this.sentences = load(area, locale);
    }

    /** The area's sentences in the language nearest to the locale: Chinese for any Chinese, else English. */
    public static Messages of(String area, Locale locale) {
        Locale supported = supported(locale);
        return LOADED.computeIfAbsent(area + "_" + supported.getLanguage(), name -> new Messages(area, supported));
    }

    /** {@link #CHINESE} for any Chinese locale, else {@link #ENGLISH}. */
    public static Locale supported(Locale locale) {
        return locale.getLanguage().equals(CHINESE.getLanguage()) ? CHINESE : ENGLISH;
    }

    /** The language these sentences are in: {@link #CHINESE} or {@link #ENGLISH}. */
    public Locale locale() {
        return locale;
    }

    /** The same area in the other language. */
    public Messages inOtherLanguage() {
        return of(area, locale.equals(CHINESE) ? ENGLISH : CHINESE);
    }

    /** Value for the {@code lang} attribute of a page: {@code zh-CN} or {@code en}. */
    public String languageTag() {
        return locale.toLanguageTag();
    }

    /** The sentence with its place holders replaced by the arguments' texts. */
    public String get(String key, Object... args) {
        String pattern = sentences.get(key);
        if (pattern == null) {
            throw new IllegalStateException("BUG: area '" + area + "' has no message '" + key + "' in " + locale);
        }
        return fill(key, pattern, args);
    }

    /** Whether there is such a sentence, for keys made from codes that other versions may have added. */
    public boolean has(String key) {
        return sentences.containsKey(key);
    }

    /** All keys, for tests and for handing sentences to a script. */
    public Set<String> keys() {
        return sentences.keySet();
    }

    private String fill(String key, String pattern, Object[] args) {
        StringBuilder filled = new StringBuilder(pattern.length() + 32);
        int done = 0;
        for (int at = pattern.indexOf('{'); at >= 0; at = pattern.indexOf('{', at + 1)) {
            if (!isPlaceHolder(pattern, at)) {
                continue;
            }
            int index = pattern.charAt(at + 1) - '0';
            if (index >= args.length) {
                throw new IllegalStateException("BUG: message '" + key + "' of '" + area + "' wants argument " + index);
            }
            filled.append(pattern, done, at).append(args[index]);
            done = at + 3;
        }
        return filled.append(pattern, done, pattern.length()).toString();
    }

    private static boolean isPlaceHolder(String pattern, int at) {
        return at + 2 < pattern.length()
                && pattern.charAt(at + 1) >= '0'
                && pattern.charAt(at + 1) <= '9'
                && pattern.charAt(at + 2) == '}';
    }

    private static Map<String, String> load(String area, Locale locale) {
        String name = area + "_" + locale.getLanguage() + ".properties";
        try (InputStream in = Messages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("BUG: no message bundle " + name);
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return properties.stringPropertyNames().stream()
                    .collect(Collectors.toUnmodifiableMap(key -> key, properties::getProperty));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
