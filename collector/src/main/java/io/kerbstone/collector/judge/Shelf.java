package io.kerbstone.collector.judge;

import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.ChunkRows.Chunk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Packed content of one kind, by key and number: what was changed since the last flush, and what was used lately. What
 * is not here is in the store. One thread changes; any thread may read. The lock is the shelf itself and is never held
 * while the store is asked.
 */
final class Shelf<P extends Packed> {
    private final ChunkRows rows;
    private final ChunkRows.Kind kind;
    private final LongFunction<P> empty;
    private final BiFunction<Long, byte[], P> unpack;
    private final int maxClean;
    private final Map<Name, Held<P>> held = new LinkedHashMap<>(64, 0.75f, true);
    private int changed;

    Shelf(
            ChunkRows rows,
            ChunkRows.Kind kind,
            LongFunction<P> empty,
            BiFunction<Long, byte[], P> unpack,
            int maxClean) {
        this.rows = rows;
        this.kind = kind;
        this.empty = empty;
        this.unpack = unpack;
        this.maxClean = maxClean;
    }

    private record Name(String key, long number) {}

    private static final class Held<P> {
        private final P content;
        private int revision;
        private boolean isChanged;
        private boolean isStored;

        Held(P content, int revision, boolean isStored) {
            this.content = content;
            this.revision = revision;
            this.isStored = isStored;
        }
    }

    /** Content and how often late data changed it. */
    record Revised<R>(long number, int revision, R content) {}

    /** Lets the one changing thread change the content; {@code late} raises its revision. */
    void change(String key, long number, boolean late, Consumer<P> change) {
        Held<P> target = hold(new Name(key, number));
        synchronized (this) {
            change.accept(target.content);
            target.revision += late ? 1 : 0;
            mark(target);
        }
    }

    /** Lets the one changing thread look at the content and change it when the answer says that it did. */
    <R> R consult(String key, long number, Function<P, R> look, Predicate<R> isChange) {
        Held<P> target = hold(new Name(key, number));
        synchronized (this) {
            R answer = look.apply(target.content);
            if (isChange.test(answer)) {
                mark(target);
            }
            return answer;
        }
    }

    private Held<P> hold(Name name) {
        @Nullable Held<P> there;
        synchronized (this) {
            there = held.get(name);
        }
        if (there != null) {
            return there;
        }
        // Only this thread adds, so nothing can come between.
        Held<P> loaded = load(name);
        synchronized (this) {
            held.put(name, loaded);
        }
        return loaded;
    }

    private void mark(Held<P> target) {
        changed += target.isChanged ? 0 : 1;
        target.isChanged = true;
    }

    private Held<P> load(Name name) {
        return rows.chunk(kind, name.key, name.number)
                .map(this::unpack)
                .orElseGet(() -> new Held<>(empty.apply(name.number), 0, false));
    }

    private Held<P> unpack(Chunk chunk) {
        return new Held<>(unpack.apply(chunk.number(), chunk.bytes()), chunk.revision(), true);
    }

    /** Where what is not in memory comes from. */
    @FunctionalInterface
    interface Source {
        /** Nothing but memory. */
        Source NONE = (kind, key, from, to) -> List.of();

        List<Chunk> chunks(ChunkRows.Kind kind, String key, long from, long to);
    }

    /** What is kept for the key with from &lt;= number &lt; to, ascending; the view runs under the lock, so it is short. */
    <R> List<Revised<R>> read(String key, long from, long to, Source store, Function<P, R> view) {
        TreeMap<Long, Revised<R>> found = new TreeMap<>();
        synchronized (this) {
            // An open period may reach far beyond what is held; then going through what is held is shorter.
            if (to - from <= held.size()) {
                for (long number = from; number < to; number++) {
                    put(found, number, held.get(new Name(key, number)), view);
                }
            } else {
                held.forEach((name, content) -> {
                    if (name.key.equals(key) && name.number >= from && name.number < to) {
                        put(found, name.number, content, view);
                    }
                });
            }
        }
        if (found.size() < to - from) {
            for (Chunk chunk : store.chunks(kind, key, from, to)) {
                found.computeIfAbsent(chunk.number(), number -> revised(number, unpack(chunk), view));
            }
        }
        return List.copyOf(found.values());
    }

    private static <P, R> void put(
            Map<Long, Revised<R>> into, long number, @Nullable Held<P> content, Function<P, R> view) {
        if (content != null) {
            into.put(number, revised(number, content, view));
        }
    }

    private static <P, R> Revised<R> revised(long number, Held<P> content, Function<P, R> view) {
        return new Revised<>(number, content.revision, view.apply(content.content));
    }

    <R> Optional<R> read(String key, long number, Function<P, R> view) {
        return read(key, number, number + 1, rows::chunks, view).stream()
                .map(Revised::content)
                .findFirst();
    }

    /** Number of contents changed since the last flush. */
    synchronized int changed() {
        return changed;
    }

    /** Packs what was changed since the last flush, what the store does not have yet apart from what it has. */
    synchronized void pack(List<Chunk> fresh, List<Chunk> changes) {
        held.forEach((name, content) -> {
            if (content.isChanged) {
                (content.isStored ? changes : fresh)
                        .add(new Chunk(kind, name.key, name.number, content.revision, content.content.pack()));
            }
        });
    }

    /** Says that what {@link #pack} gave is in the store; forgets what was not used lately. */
    synchronized void flushed() {
        held.values().forEach(content -> {
            content.isStored |= content.isChanged;
            content.isChanged = false;
        });
        changed = 0;
        var oldest = held.entrySet().iterator();
        while (held.size() > maxClean && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }
}
