package io.kerbstone.collector.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/** One row of an answer, read by column name; valid only inside the reader it is handed to. */
public final class Row {
    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    /** A text column that is never null. */
    public String text(String column) {
        return get(column, ResultSet::getString);
    }

    /** A whole number column that is never null. */
    public long number(String column) {
        return get(column, ResultSet::getLong);
    }

    /** A floating-point column that is never null. */
    public double real(String column) {
        return get(column, ResultSet::getDouble);
    }

    /** A bytes column that is never null. */
    public byte[] bytes(String column) {
        return get(column, ResultSet::getBytes);
    }

    /** A whole number column that is never null, by its place from 1. */
    long number(int place) {
        try {
            return results.getLong(place);
        } catch (SQLException e) {
            throw new StoreException("The store could not read column " + place, e);
        }
    }

    /** A bytes column that is never null, by its place from 1. */
    byte[] bytes(int place) {
        try {
            return results.getBytes(place);
        } catch (SQLException e) {
            throw new StoreException("The store could not read column " + place, e);
        }
    }

    /** A yes or no column, stored as SMALLINT 1 or 0. */
    public boolean flag(String column) {
        return number(column) != 0;
    }

    private <T> T get(String column, Getter<T> getter) {
        try {
            T value = getter.get(results, column);
            if (results.wasNull()) {
                throw new IllegalStateException("BUG: column " + column + " is null");
            }
            return value;
        } catch (SQLException e) {
            throw new StoreException("The store could not read column " + column, e);
        }
    }

    @FunctionalInterface
    private interface Getter<T> {
        T get(ResultSet results, String column) throws SQLException;
    }
}
