package io.kerbstone.wire;

/**
 * How large each dimension of a frame may be. The encoder keeps to {@link #DEFAULT}; a decoder may be stricter.
 *
 * @param frameBytes the whole COSE_Sign1
 * @param blocks paths with observations in one frame
 * @param observationsPerBlock observations of one path
 * @param observations observations of all paths together
 * @param polls device polls in one frame
 * @param readings readings of all polls together
 * @param textChars a text reading, characters (UTF-16)
 * @param definitionsBytes the JSON of local definitions, UTF-8
 */
public record FrameLimits(
        int frameBytes,
        int blocks,
        int observationsPerBlock,
        int observations,
        int polls,
        int readings,
        int textChars,
        int definitionsBytes) {
    /** The limits of format 1. */
    public static final FrameLimits DEFAULT =
            new FrameLimits(1 << 20, 4096, 10_000, 100_000, 1024, 20_000, 1024, 768 * 1024);

    /** Ids of agents, paths, devices, profiles: characters of {@code [a-zA-Z0-9._-]}. */
    public static final int ID_CHARS_MAX = 64;
    /** Name of a series, characters. */
    public static final int SERIES_CHARS_MAX = 128;
    /** Source of a reading (an OID, a file), characters. */
    public static final int SOURCE_CHARS_MAX = 256;
    /** Unit of a reading, characters. */
    public static final int UNIT_CHARS_MAX = 32;
    /** Boot id, characters. */
    public static final int BOOT_ID_CHARS_MAX = 64;
    /** Depth of nested arrays and maps, the outermost counted. */
    public static final int NESTING_MAX = 8;
    /** Round-trip delay and error bound that fit a column, ns: 200 s. */
    public static final long DELAY_NS_MAX = 200_000_000_000L;
    /** Headers of a COSE_Sign1 together, bytes. */
    public static final int HEADER_BYTES_MAX = 1024;
}
