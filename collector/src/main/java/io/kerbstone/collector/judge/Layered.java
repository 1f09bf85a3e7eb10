package io.kerbstone.collector.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Packed content in layers: one for what was dated by its own frame's clock, which stays, and one for each boot whose
 * frames were dated by what the boot knew at another moment, which is taken away and made anew when that is known
 * better. Packed form: that of the content alone when there is no other layer, nothing at all when there is no content,
 * else
 *
 * <pre>
 *   octet 255, u length, the content; u layers, then of each: eight octets of its id, u length, the content
 * </pre>
 *
 * Every length is written, so bytes that a longer form left behind do no harm. Not thread-safe.
 */
final class Layered<P extends Packed> implements Packed {
    private static final int LAYERS = 255;
    private static final byte[] NOTHING = {};

    private final long number;
    private final LongFunction<P> empty;
    private final P lasting;
    private final TreeMap<Long, P> byBoot = new TreeMap<>();

    /** Nothing yet. */
    Layered(long number, LongFunction<P> empty) {
        this.number = number;
        this.empty = empty;
        this.lasting = empty.apply(number);
    }

    /** As {@link #pack} gave it. */
    Layered(long number, byte[] packed, LongFunction<P> empty, BiFunction<Long, byte[], P> unpack) {
        this.number = number;
        this.empty = empty;
        if (packed.length == 0) {
            lasting = empty.apply(number);
        } else if ((packed[0] & 0xff) != LAYERS) {
            lasting = unpack.apply(number, packed);
        } else {
            ByteReader in = new ByteReader(packed);
            in.version(LAYERS);
            lasting = unpack.apply(number, in.octets(in.count()));
            for (int left = in.count(); left > 0; left--) {
                long layer = in.eight();
                byBoot.put(layer, unpack.apply(number, in.octets(in.count())));
            }
        }
    }

    /** What its own clock dated. */
    P lasting() {
        return lasting;
    }

    /** What is dated by another moment of that boot. */
    P ofBoot(long layer) {
        return byBoot.computeIfAbsent(layer, id -> empty.apply(number));
    }

    /** Takes away what is dated by another moment of that boot. */
    void drop(long layer) {
        byBoot.remove(layer);
    }

    /** A view of each layer, the lasting one first. */
    <R> List<R> views(Function<P, R> view) {
        List<R> all = new ArrayList<>(1 + byBoot.size());
        all.add(view.apply(lasting));
        byBoot.values().forEach(layer -> all.add(view.apply(layer)));
        return all;
    }

    @Override
    public boolean isEmpty() {
        return byBoot.isEmpty() && lasting.isEmpty();
    }

    @Override
    public byte[] pack() {
        if (byBoot.isEmpty()) {
            return lasting.isEmpty() ? NOTHING : lasting.pack();
        }
        ByteWriter out = new ByteWriter().octet(LAYERS);
        byte[] own = lasting.pack();
        out.unsigned(own.length).octets(own).unsigned(byBoot.size());
        for (Map.Entry<Long, P> layer : byBoot.entrySet()) {
            byte[] packed = layer.getValue().pack();
            out.eight(layer.getKey()).unsigned(packed.length).octets(packed);
        }
        return out.toBytes();
    }
}
