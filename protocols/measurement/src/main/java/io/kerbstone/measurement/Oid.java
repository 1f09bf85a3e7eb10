package io.kerbstone.measurement;

import java.util.Arrays;

/** An object identifier (X.660; SMIv2, RFC 2578): 1 to 128 sub-identifiers of 32 bits. Immutable. */
public final class Oid implements Comparable<Oid> {
    /** Most sub-identifiers an OID may have (RFC 2578, section 3.5). */
    public static final int SUB_IDS_MAX = 128;

    private final int[] subIds;

    private Oid(int[] subIds) {
        this.subIds = subIds;
    }

    /** An OID from its sub-identifiers (unsigned 32 bits); throws IllegalArgumentException when there are 0 or over 128. */
    public static Oid of(int... subIds) {
        if (subIds.length == 0 || subIds.length > SUB_IDS_MAX) {
            throw new IllegalArgumentException("an OID has 1 to " + SUB_IDS_MAX + " parts, not " + subIds.length);
        }
        return new Oid(subIds.clone());
    }

    /** Parses {@code 1.3.6.1} or {@code .1.3.6.1}; throws IllegalArgumentException when it is not an OID. */
    public static Oid parse(String text) {
        String[] parts = (text.startsWith(".") ? text.substring(1) : text).split("\\.", -1);
        try {
            return of(Arrays.stream(parts).mapToInt(Integer::parseUnsignedInt).toArray());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an OID: '" + text + "'", e);
        }
    }

    /** Number of sub-identifiers. */
    public int size() {
        return subIds.length;
    }

    /** Sub-identifier at the index, as an unsigned value. */
    public long get(int index) {
        return Integer.toUnsignedLong(subIds[index]);
    }

    /** The sub-identifiers, a copy. */
    public int[] toIntArray() {
        return subIds.clone();
    }

    /** Whether this OID lies in the subtree of the other (or is it). */
    public boolean startsWith(Oid root) {
        return subIds.length >= root.subIds.length
                && Arrays.equals(subIds, 0, root.subIds.length, root.subIds, 0, root.subIds.length);
    }

    /** What follows the root, as dotted text (a table row's index); empty when equal; this must start with root. */
    public String indexBelow(Oid root) {
        if (!startsWith(root)) {
            throw new IllegalArgumentException(this + " is not below " + root);
        }
        return dotted(root.subIds.length);
    }

    /** This OID with further sub-identifiers. */
    public Oid append(int... more) {
        int[] all = Arrays.copyOf(subIds, subIds.length + more.length);
        System.arraycopy(more, 0, all, subIds.length, more.length);
        return of(all);
    }

    /** Lexicographic order of unsigned sub-identifiers, as GETNEXT walks. */
    @Override
    public int compareTo(Oid other) {
        return Arrays.compareUnsigned(subIds, other.subIds);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Oid oid && Arrays.equals(subIds, oid.subIds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(subIds);
    }

    @Override
    public String toString() {
        return dotted(0);
    }

    private String dotted(int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < subIds.length; i++) {
            if (i > from) {
                text.append('.');
            }
            text.append(Integer.toUnsignedString(subIds[i]));
        }
        return text.toString();
    }
}
