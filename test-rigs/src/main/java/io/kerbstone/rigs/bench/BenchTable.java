package io.kerbstone.rigs.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A table of figures, one contender to a row, the peer last: its rows are followed by the ratios of every other
 * contender to the peer, column by column. Owned by one thread.
 */
final class BenchTable {
    private static final int NAME_WIDTH = 36;
    private static final int WIDTH = 19;

    private final List<String> columns;
    private final List<String> names = new ArrayList<>();
    private final List<double[]> rows = new ArrayList<>();

    BenchTable(String... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row with one figure for each column; NaN stands for a figure that is not told. */
    void row(String name, double... figures) {
        names.add(name);
        rows.add(figures.clone());
    }

    /** Prints figures, and below them the ratios if the last row is a peer. */
    void print(PrintWriter out, boolean withPeer) {
        line(out, "", columns);
        for (int i = 0; i < rows.size(); i++) {
            line(out, names.get(i), cells(rows.get(i)));
        }
        for (int i = 0; withPeer && i + 1 < rows.size(); i++) {
            line(out, "  ratio: " + names.get(i), ratios(rows.get(i), rows.get(rows.size() - 1)));
        }
        out.flush();
    }

    /** The middle of the figures of several runs; the upper one of two. */
    static <T> double median(List<T> runs, ToDoubleFunction<T> figure) {
        double[] values = runs.stream().mapToDouble(figure).sorted().toArray();
        return values.length == 0 ? Double.NaN : values[values.length / 2];
    }

    private static List<String> cells(double[] figures) {
        List<String> cells = new ArrayList<>();
        for (double figure : figures) {
            String form = figure >= 1_000 ? "%,.0f" : "%.2f";
            cells.add(Double.isNaN(figure) ? "not told" : String.format(Locale.ROOT, form, figure));
        }
        return cells;
    }

    private static List<String> ratios(double[] ours, double[] theirs) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < ours.length; i++) {
            double ratio = ours[i] / theirs[i];
            cells.add(Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio));
        }
        return cells;
    }

    private static void line(PrintWriter out, String name, List<String> cells) {
        StringBuilder line = new StringBuilder(String.format("%-" + NAME_WIDTH + "s", name));
        cells.forEach(cell -> line.append(String.format("%" + WIDTH + "s", cell)));
        out.println(line.toString().stripTrailing());
    }
}
