package io.kerbstone.collector.store;

/** Up to which archive position a part of the store has followed the archive. */
final class Checkpoints {
    /** The ranges of received frames. */
    static final String RECEIVED = "received";
    /** The packed rows of the judge. */
    static final String JUDGED = "judged";

    private Checkpoints() {}

    static long position(Database database, String name) {
        return database.first(
                        "SELECT archive_position FROM checkpoints WHERE name = ?",
                        r -> r.number("archive_position"),
                        name)
                .orElse(0L);
    }

    static void move(Database.Transaction t, String name, long position) {
        if (t.update("UPDATE checkpoints SET archive_position = ? WHERE name = ?", position, name) == 0) {
            t.update("INSERT INTO checkpoints (archive_position, name) VALUES (?, ?)", position, name);
        }
    }
}
