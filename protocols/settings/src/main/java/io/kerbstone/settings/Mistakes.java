package io.kerbstone.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * The mistakes found in one document, in the order they were found; reading goes on after a mistake so that a person
 * sees all of them at once. Not safe for several threads.
 */
public final class Mistakes {
    /** Most mistakes kept; further ones are counted and told in one last sentence. */
    public static final int MISTAKES_MAX = 500;

    private final List<String> sentences = new ArrayList<>();
    private int omitted;

    /**
     * Records a mistake.
     *
     * @param where the place, for instance {@code devices[2].snmp.port (line 14)}
     * @param sentence one sentence that says what is wrong and what to write instead
     */
    public void add(String where, String sentence) {
        if (sentences.size() < MISTAKES_MAX) {
            sentences.add(where.isEmpty() ? sentence : where + ": " + sentence);
        } else {
            omitted++;
        }
    }

    /** Whether none was found. */
    public boolean isEmpty() {
        return sentences.isEmpty();
    }

    /** Number of mistakes found, with those not kept. */
    public int count() {
        return sentences.size() + omitted;
    }

    /** One line per mistake; a last line tells how many were left out, if any. */
    public List<String> list() {
        if (omitted == 0) {
            return List.copyOf(sentences);
        }
        List<String> all = new ArrayList<>(sentences);
        all.add("and " + omitted + " more; mend the ones above first");
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return String.join("\n", list());
    }
}
