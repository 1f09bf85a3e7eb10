package io.kerbstone.collector.store;

import java.util.List;

/**
 * Which frames are durable: packed ranges of sequences per agent and epoch, and up to which archive position they
 * count. Written by the ingest in the commit that comes before an acknowledgement. Safe for many threads.
 */
public final class ReceivedRows {
    private static final String UPDATE = "UPDATE received SET ranges = ? WHERE agent_id = ? AND epoch = ?";
    private static final String INSERT = "INSERT INTO received (ranges, agent_id, epoch) VALUES (?, ?, ?)";

    private final Database database;

    /** The rows of the database. */
    public ReceivedRows(Database database) {
        this.database = database;
    }

    /**
     * The frames of one life of an agent's journal.
     *
     * @param agentId the agent
     * @param epochHex the epoch in hexadecimal
     * @param ranges ascending sequences from, to, from, to ... as text: {@code 1-5,7}
     */
    public record Received(String agentId, String epochHex, String ranges) {}

    /** Everything received, all agents and epochs. */
    public List<Received> all() {
        return database.query(
                "SELECT agent_id, epoch, ranges FROM received",
                row -> new Received(row.text("agent_id"), row.text("epoch"), row.text("ranges")));
    }

    /** Up to where in the archive {@link #all} counts; 0 for a new store. */
    public long position() {
        return Checkpoints.position(database, Checkpoints.RECEIVED);
    }

    /** Replaces the ranges of these epochs and moves the position, in one commit. */
    public void commit(List<Received> changed, long position) {
        database.transaction(t -> {
            t.upsert(
                    UPDATE,
                    INSERT,
                    changed.stream()
                            .map(r -> new Object[] {r.ranges(), r.agentId(), r.epochHex()})
                            .toList());
            Checkpoints.move(t, Checkpoints.RECEIVED, position);
            return true;
        });
    }

    /** Forgets everything, for a rebuild from the archive. */
    public void clear() {
        database.transaction(t -> {
            t.update("DELETE FROM received");
            Checkpoints.move(t, Checkpoints.RECEIVED, 0);
            return true;
        });
    }
}
