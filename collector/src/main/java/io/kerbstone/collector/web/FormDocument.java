package io.kerbstone.collector.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.api.Replies;
import java.math.BigDecimal;

/**
 * A form as the document the API takes, so that both go the same way. An empty field is left out; what is no number goes
 * as it is, for the reader of the document to complain about. Owned by one thread.
 */
final class FormDocument {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final FormValues values;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    FormDocument(FormValues values) {
        this.values = values;
    }

    /** Fields that are texts. A dot in a name leads into an inner document. */
    FormDocument texts(String... keys) {
        for (String key : keys) {
            if (!values.get(key).isEmpty()) {
                place(key).put(last(key), values.get(key));
            }
        }
        return this;
    }

    /** Fields that are true or false. */
    FormDocument flags(String... keys) {
        for (String key : keys) {
            if (values.is(key, "true") || values.is(key, "false")) {
                place(key).put(last(key), values.is(key, "true"));
            } else if (!values.get(key).isEmpty()) {
                place(key).put(last(key), values.get(key));
            }
        }
        return this;
    }

    /** Fields that are numbers. */
    FormDocument numbers(String... keys) {
        for (String key : keys) {
            number(key, key, BigDecimal.ONE);
        }
        return this;
    }

    /** A field in per cent that the document has as a share. */
    FormDocument percent(String field, String key) {
        return number(field, key, HUNDRED);
    }

    /** A field that the document has under another name. */
    FormDocument number(String field, String key) {
        return number(field, key, BigDecimal.ONE);
    }

    /** A field with many values as a list. */
    FormDocument list(String field, String key) {
        values.all(field).forEach(place(key).putArray(last(key))::add);
        return this;
    }

    /** A fixed text. */
    FormDocument text(String key, String value) {
        place(key).put(last(key), value);
        return this;
    }

    String json() {
        return Replies.text(json);
    }

    private FormDocument number(String field, String key, BigDecimal divisor) {
        String text = values.get(field);
        if (text.isEmpty()) {
            return this;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            place(key).put(last(key), divisor.compareTo(BigDecimal.ONE) == 0 ? number : number.divide(divisor));
        } catch (NumberFormatException notANumber) {
            place(key).put(last(key), text);
        }
        return this;
    }

    private ObjectNode place(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? json : json.withObject("/" + key.substring(0, dot));
    }

    private static String last(String key) {
        return key.substring(key.indexOf('.') + 1);
    }
}
