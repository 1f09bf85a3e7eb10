package io.kerbstone.collector;

import java.util.Optional;

/** The version of this software, as the build wrote it into the jar. */
public final class Version {
    /** For people and for the wire; {@code development} when run from class files. */
    public static final String TEXT = Optional.ofNullable(Version.class.getPackage())
            .flatMap(found -> Optional.ofNullable(found.getImplementationVersion()))
            .orElse("development");

    private Version() {}
}
