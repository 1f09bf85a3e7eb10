package io.kerbstone.agent.run;

import io.kerbstone.agent.config.AssignmentStore;
import io.kerbstone.agent.config.Assignments;
import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.Mistakes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings assignments into force: checked whole, kept on disk, then applied; one with a mistake changes nothing. Safe for
 * many threads.
 */
public final class Assigner {
    private static final Logger LOG = LoggerFactory.getLogger(Assigner.class);

    private final AssignmentStore store;
    private final Assignment local;
    private final Consumer<Assignment> apply;
    private final Counters counters;
    private volatile Assignment inForce;

    /** Applies with the consumer; local definitions are in force from the start. */
    public Assigner(AssignmentStore store, Assignment local, Consumer<Assignment> apply, Counters counters) {
        this.store = store;
        this.local = local;
        this.apply = apply;
        this.counters = counters;
        this.inForce = local;
    }

    /** What is in force, with the collector's version. */
    public Assignment inForce() {
        return inForce;
    }

    /** Applies what the collector sent last, if there is any; the agent needs no collector for that. */
    public synchronized void restore() {
        try {
            Optional<AssignmentStore.Stored> stored = store.load();
            if (stored.isPresent()) {
                Mistakes mistakes = new Mistakes();
                Assignment assigned =
                        Assignments.read(stored.get().version(), stored.get().document(), local, mistakes);
                if (mistakes.isEmpty()) {
                    use(assigned);
                    return;
                }
                LOG.warn("The stored assignment does not go with the agent's own file any more: {}", mistakes);
            }
        } catch (IOException e) {
            LOG.warn("The stored assignment cannot be used ({}); the collector sends it again.", e.getMessage());
        }
        apply.accept(local);
    }

    /** Checks, keeps and applies a document; its mistakes, none when it is in force. */
    public synchronized List<String> assign(long version, String document) {
        Mistakes mistakes = new Mistakes();
        Assignment assigned = Assignments.read(version, document, local, mistakes);
        if (mistakes.isEmpty()) {
            try {
                store.save(new AssignmentStore.Stored(version, document));
            } catch (IOException e) {
                mistakes.add("", "The agent cannot store the assignment (" + e.getMessage() + "); mend its disk.");
            }
        }
        if (!mistakes.isEmpty()) {
            counters.add(Counter.ASSIGNMENTS_REFUSED);
            LOG.warn("Assignment {} is not applied:\n{}", version, mistakes);
            return Assignments.forMessage(mistakes);
        }
        use(assigned);
        counters.add(Counter.ASSIGNMENTS_APPLIED);
        return List.of();
    }

    private void use(Assignment assigned) {
        Assignment merged = Assignments.merge(local, assigned);
        inForce = merged;
        apply.accept(merged);
        LOG.info(
                "Assignment {} is in force: {} paths, {} devices.",
                merged.version(),
                merged.paths().size(),
                merged.devices().size());
    }
}
