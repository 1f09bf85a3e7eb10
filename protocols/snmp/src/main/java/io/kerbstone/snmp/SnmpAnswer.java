package io.kerbstone.snmp;

import io.kerbstone.measurement.Varbind;
import java.util.List;

/** What became of a GET or a walk. Immutable. */
public sealed interface SnmpAnswer {
    /**
     * Values came.
     *
     * @param varbinds in the order asked for (GET; an exception such as noSuchInstance is a value without a value) or in
     *     the order of each column (walk; exceptions left out)
     * @param ending whether that is all
     * @param note what stopped a walk early, as a sentence; empty when complete
     */
    record Values(List<Varbind> varbinds, Ending ending, String note) implements SnmpAnswer {
        /** Copies the list. */
        public Values {
            varbinds = List.copyOf(varbinds);
        }
    }

    /**
     * Nothing came.
     *
     * @param failure why
     * @param sentence what happened and what to do, in English, without secrets
     */
    record Failed(Failure failure, String sentence) implements SnmpAnswer {}

    /** How a walk ended. */
    enum Ending {
        /** The end of every column, or the one answer of a GET. */
        COMPLETE,
        /** The device answered an object that is not after the one asked for. */
        NOT_INCREASING,
        /** The limit on rows was reached. */
        ROW_LIMIT,
        /** The limit on time was reached. */
        TIME_LIMIT,
        /** The device stopped answering, or answered an error, after some rows had come. */
        BROKEN_OFF
    }
}
