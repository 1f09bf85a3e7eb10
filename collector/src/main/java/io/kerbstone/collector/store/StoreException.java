package io.kerbstone.collector.store;

/** The database could not do what it was asked: disk full, damaged, closed, or a mistake in our SQL. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
