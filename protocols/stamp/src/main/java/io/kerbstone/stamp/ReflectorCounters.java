package io.kerbstone.stamp;

/**
 * What a reflector has counted since it was opened. Immutable.
 *
 * @param reflected packets answered
 * @param notAllowed packets from addresses that may not ask
 * @param loops packets from a port where another reflector or service may listen
 * @param rateLimited packets beyond the rate
 * @param tooShort packets shorter than the mode's least
 * @param tooLong packets longer than {@link PacketCodec#BYTES_MAX}
 * @param notAuthentic packets whose hash is not that of the key
 * @param notSent answers the kernel did not take
 * @param withoutStamp packets whose time of receiving is the program's and not the kernel's
 * @param sessions sessions remembered now
 * @param sessionsForgotten sessions forgotten because the table was full
 */
public record ReflectorCounters(
        long reflected,
        long notAllowed,
        long loops,
        long rateLimited,
        long tooShort,
        long tooLong,
        long notAuthentic,
        long notSent,
        long withoutStamp,
        long sessions,
        long sessionsForgotten) {
    /** Nothing yet. */
    public static final ReflectorCounters NONE = new ReflectorCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
