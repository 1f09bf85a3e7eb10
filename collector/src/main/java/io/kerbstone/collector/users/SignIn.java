package io.kerbstone.collector.users;

/** How an attempt to sign in went. */
public sealed interface SignIn {
    /** Let in. */
    record Welcome(Session session) implements SignIn {}

    /** Name or password is wrong or the account is shut; which of them is not told. */
    record Wrong() implements SignIn {}

    /**
     * Too many wrong attempts under this name or from this address.
     *
     * @param waitSeconds how long until the next attempt is looked at, s, at least 1
     */
    record TooMany(long waitSeconds) implements SignIn {}
}
