package io.kerbstone.collector.web;

import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands in the fields of a form and what can be chosen there. Immutable once handed to a template. */
public final class FormValues {
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final Map<String, List<Choice>> choices = new LinkedHashMap<>();

    /** One thing that can be chosen. */
    public record Choice(String id, String name) {}

    /** What a browser sent. */
    static FormValues of(MultiMap sent) {
        FormValues form = new FormValues();
        sent.names().forEach(name -> form.values.put(name, sent.getAll(name)));
        return form;
    }

    FormValues put(String key, String value) {
        values.put(key, List.of(value));
        return this;
    }

    FormValues put(String key, List<String> all) {
        values.put(key, List.copyOf(all));
        return this;
    }

    FormValues offer(String key, List<Choice> offered) {
        choices.put(key, List.copyOf(offered));
        return this;
    }

    /** The field's value; empty when there is none. */
    public String get(String key) {
        List<String> all = values.getOrDefault(key, List.of());
        return all.isEmpty() ? "" : all.get(0).strip();
    }

    /** Whether the field has just this value. */
    public boolean is(String key, String value) {
        return get(key).equals(value);
    }

    /** All values of a field that can have many. */
    public List<String> all(String key) {
        return values.getOrDefault(key, List.of());
    }

    /** Whether the value is among them. */
    public boolean has(String key, String value) {
        return all(key).contains(value);
    }

    /** What can be chosen. */
    public List<Choice> choices(String key) {
        return choices.getOrDefault(key, List.of());
    }
}
