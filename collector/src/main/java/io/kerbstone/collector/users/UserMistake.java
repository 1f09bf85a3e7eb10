package io.kerbstone.collector.users;

/** What can be wrong with a change of accounts; the message bundle {@code web} has a sentence for each. */
public enum UserMistake {
    /** The name is empty, too long, reserved, or has characters a name may not have. */
    NAME,
    /** There is such an account already; a name on record is never given twice. */
    TAKEN,
    /** There are as many accounts as there may be. */
    TOO_MANY,
    /** The password is too short or too long. */
    PASSWORD,
    /** There is no such account. */
    NO_SUCH_USER,
    /** It is the last account that can sign in. */
    LAST_ONE
}
