package io.kerbstone.collector.messages;

/**
 * Builds HTML by hand where a template would be more than the page: {@link #raw} takes markup from our own code only,
 * {@link #text} takes anything and escapes it for content and for quoted attributes. Owned by one thread.
 */
public final class Html {
    private final StringBuilder out = new StringBuilder(4096);

    /** Appends markup written by us. */
    public Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Appends a text of any origin as text; characters that XML and HTML do not allow become U+FFFD. */
    public Html text(String text) {
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            append(text.codePointAt(at));
        }
        return this;
    }

    private void append(int codePoint) {
        switch (codePoint) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(isAllowed(codePoint) ? codePoint : 0xFFFD);
        }
    }

    private static boolean isAllowed(int codePoint) {
        return codePoint == '\t'
                || codePoint == '\n'
                || (codePoint >= 0x20
                        && !(codePoint >= 0x7F && codePoint <= 0x9F)
                        && !(codePoint >= 0xD800 && codePoint <= 0xDFFF)
                        && (codePoint & 0xFFFE) != 0xFFFE);
    }

    /** All of it. */
    @Override
    public String toString() {
        return out.toString();
    }
}
