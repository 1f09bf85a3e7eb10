package io.kerbstone.identity;

/** What we were given (a request, a token, a sealed file) is refused; the message is one sentence for a person. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** A refusal with its sentence. */
    public RefusedException(String sentence) {
        super(sentence);
    }

    /** A refusal with its sentence and what led to it. */
    public RefusedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
