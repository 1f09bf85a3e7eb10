package io.kerbstone.agent.journal;

import java.util.List;

/**
 * What opening a journal found.
 *
 * @param kind in one word
 * @param sentences what people should know; empty when all was well
 * @param tornBytes bytes of a last record that was not written completely, now cut off
 */
public record Recovery(Kind kind, List<String> sentences, long tornBytes) {
    /** In one word. */
    public enum Kind {
        /** There was no journal. */
        NEW,
        /** The journal goes on. */
        CONTINUED,
        /** What was there could not be continued and was set aside. */
        REPLACED
    }

    /** Copies the list. */
    public Recovery {
        sentences = List.copyOf(sentences);
    }
}
