package io.kerbstone.linux;

import java.util.Map;

/** Linux error numbers, as names and sentences; the numbers are those of asm-generic. Thread-safe. */
public final class Errno {
    /** Operation not permitted. */
    public static final int EPERM = 1;

    /** Interrupted by a signal. */
    public static final int EINTR = 4;

    /** Nothing there, try again. */
    public static final int EAGAIN = 11;

    /** Permission denied. */
    public static final int EACCES = 13;

    /** Invalid argument; also what a blackhole route answers. */
    public static final int EINVAL = 22;

    /** Message too long for the path. */
    public static final int EMSGSIZE = 90;

    /** The family is not there (IPv6 switched off). */
    public static final int EAFNOSUPPORT = 97;

    /** Another socket has this address and port. */
    public static final int EADDRINUSE = 98;

    /** No such local address. */
    public static final int EADDRNOTAVAIL = 99;

    /** The interface is down. */
    public static final int ENETDOWN = 100;

    /** No route to the network. */
    public static final int ENETUNREACH = 101;

    /** No buffer: the transmit queue is full. */
    public static final int ENOBUFS = 105;

    /** No route to the host. */
    public static final int EHOSTUNREACH = 113;

    private static final Map<Integer, String> SENTENCES = Map.ofEntries(
            Map.entry(EPERM, "not permitted (EPERM)"),
            Map.entry(EINTR, "interrupted (EINTR)"),
            Map.entry(EAGAIN, "would block (EAGAIN)"),
            Map.entry(EACCES, "permission denied (EACCES)"),
            Map.entry(EINVAL, "invalid argument (EINVAL)"),
            Map.entry(EMSGSIZE, "packet too long for the path (EMSGSIZE)"),
            Map.entry(93, "protocol not supported (EPROTONOSUPPORT)"),
            Map.entry(EAFNOSUPPORT, "address family not supported (EAFNOSUPPORT)"),
            Map.entry(EADDRINUSE, "the port is in use (EADDRINUSE)"),
            Map.entry(EADDRNOTAVAIL, "address not available (EADDRNOTAVAIL)"),
            Map.entry(ENETDOWN, "network is down (ENETDOWN)"),
            Map.entry(ENETUNREACH, "no route to the network (ENETUNREACH)"),
            Map.entry(ENOBUFS, "no buffer space (ENOBUFS)"),
            Map.entry(111, "nobody listens there (ECONNREFUSED)"),
            Map.entry(EHOSTUNREACH, "no route to the host (EHOSTUNREACH)"));

    private Errno() {}

    /** An error number in words, for a log or a refusal. */
    public static String sentence(int errno) {
        return SENTENCES.getOrDefault(errno, "error number " + errno);
    }
}
