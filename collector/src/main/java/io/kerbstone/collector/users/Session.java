package io.kerbstone.collector.users;

/**
 * One browser that signed in. Immutable; lives in memory only, so that a restart signs everybody out.
 *
 * @param token 256 random bits, the value of the cookie
 * @param userName who signed in
 * @param formToken 256 random bits that every form of this session carries (against cross-site requests)
 * @param startedAtNs monotonic time of the sign-in, ns
 */
public record Session(String token, String userName, String formToken, long startedAtNs) {
    @Override
    public String toString() {
        return "session of " + userName;
    }
}
