package io.kerbstone.wire;

/** A problem on its way up inside a decoder; never leaves this package. */
final class WireException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    WireException(Problem.Kind kind, String sentence) {
        // No stack trace: hostile bytes must stay cheap.
        super(sentence, null, false, false);
        this.problem = new Problem(kind, sentence);
    }

    static WireException malformed(String sentence) {
        return new WireException(Problem.Kind.MALFORMED, sentence);
    }

    static WireException truncated(String sentence) {
        return new WireException(Problem.Kind.TRUNCATED, sentence);
    }

    static WireException tooLarge(String sentence) {
        return new WireException(Problem.Kind.TOO_LARGE, sentence);
    }

    static WireException unsupported(String sentence) {
        return new WireException(Problem.Kind.UNSUPPORTED, sentence);
    }

    Problem problem() {
        return problem;
    }
}
