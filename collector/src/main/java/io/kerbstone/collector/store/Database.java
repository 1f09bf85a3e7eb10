package io.kerbstone.collector.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The database: embedded Derby in a folder or, for tests, in memory. Opening migrates it to the newest form. Safe for
 * many threads; every failure is a {@link StoreException}.
 */
public final class Database implements AutoCloseable {
    /** Most connections, so most statements at once; one is the ingest's, one the judge's, the rest are readers'. */
    public static final int MAX_CONNECTIONS = 10;

    private static final String MIGRATIONS = "classpath:io/kerbstone/collector/store/migration";

    private final HikariDataSource source;
    private final Jdbi jdbi;
    private final String closingUrl;

    private Database(String url, String closing) {
        System.setProperty("derby.stream.error.field", DerbyLog.class.getName() + ".WRITER");
        // Pages large enough for a packed row of 32,000 bytes; a reader gives up after 20 s behind a writer.
        System.setProperty("derby.storage.pageSize", "32768");
        System.setProperty("derby.locks.waitTimeout", "20");
        this.closingUrl = url + closing;
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl(url + ";create=true");
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setMinimumIdle(1);
        this.source = new HikariDataSource(config);
        this.jdbi = Jdbi.create(source);
    }

    /** Opens or creates the database in the folder. */
    public static Database open(Path folder) {
        return migrated("jdbc:derby:" + folder.toAbsolutePath(), ";shutdown=true");
    }

    /** A new database in memory, gone when closed. */
    public static Database inMemory(String name) {
        return migrated("jdbc:derby:memory:" + name, ";drop=true");
    }

    private static Database migrated(String url, String closing) {
        Database database;
        try {
            database = new Database(url, closing);
        } catch (RuntimeException e) {
            throw new StoreException("The store cannot be opened at " + url + ": " + deepest(e), e);
        }
        try {
            Flyway.configure()
                    .dataSource(database.source)
                    .locations(MIGRATIONS)
                    .load()
                    .migrate();
            return database;
        } catch (FlywayException e) {
            database.close();
            throw new StoreException("The store cannot be brought to its newest form: " + deepest(e), e);
        }
    }

    private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static StoreException failed(SQLException e) {
        return new StoreException("The store failed: " + e.getMessage(), e);
    }

    private static String deepest(Throwable e) {
        Throwable at = e;
        for (Throwable cause = at.getCause(); cause != null; cause = at.getCause()) {
            at = cause;
        }
        return String.valueOf(at.getMessage());
    }

    /** All rows of a query with {@code ?} places. */
    public <T> List<T> query(String sql, Function<Row, T> reader, Object... values) {
        return transaction(t -> t.query(sql, reader, values));
    }

    /** The first row of a query, if any. */
    public <T> Optional<T> first(String sql, Function<Row, T> reader, Object... values) {
        return query(sql, reader, values).stream().findFirst();
    }

    /** One statement in its own transaction; returns the number of rows changed. */
    public int update(String sql, Object... values) {
        return transaction(t -> t.update(sql, values));
    }

    /** Does the work in one transaction, committed and durable when this returns, rolled back when the work throws. */
    public <T> T transaction(Function<Transaction, T> work) {
        try {
            return jdbi.inTransaction(handle -> work.apply(new Transaction(handle)));
        } catch (JdbiException e) {
            throw new StoreException("The store failed: " + deepest(e), e);
        }
    }

    @Override
    public void close() {
        source.close();
        try {
            DriverManager.getConnection(closingUrl).close();
        } catch (SQLException expected) {
            // Derby reports even a good shutdown as an exception (state 08006).
        }
    }

    /** The statements inside one transaction; owned by the thread that runs the work. */
    public static final class Transaction {
        private final Handle handle;

        Transaction(Handle handle) {
            this.handle = handle;
        }

        /** All rows of a query. */
        public <T> List<T> query(String sql, Function<Row, T> reader, Object... values) {
            try (var query = handle.createQuery(sql)) {
                for (int i = 0; i < values.length; i++) {
                    query.bind(i, values[i]);
                }
                return query.map((results, context) -> reader.apply(new Row(results)))
                        .list();
            }
        }

        /** One statement; returns the number of rows changed. */
        public int update(String sql, Object... values) {
            return handle.execute(sql, values);
        }

        /** The same statement for each of the rows of values; returns how many rows each changed. */
        public int[] batch(String sql, List<Object[]> rows) {
            if (rows.isEmpty()) {
                return new int[0];
            }
            try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
                for (Object[] values : rows) {
                    bind(statement, values);
                    statement.addBatch();
                }
                return statement.executeBatch();
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        /** A query to be asked many times; to be closed within the transaction. */
        public Asking asking(String sql) {
            try {
                return new Asking(handle.getConnection().prepareStatement(sql));
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        /**
         * Updates each row, or inserts it where there was none. Both statements take the same values in the same
         * order, so put the key columns last in both.
         */
        public void upsert(String update, String insert, List<Object[]> rows) {
            if (rows.isEmpty()) {
                return;
            }
            int[] updated = batch(update, rows);
            batch(
                    insert,
                    IntStream.range(0, updated.length)
                            .filter(i -> updated[i] == 0)
                            .mapToObj(rows::get)
                            .toList());
        }
    }

    /** One prepared query, asked again and again; a third of the cost of asking anew. Owned by one thread. */
    public static final class Asking implements AutoCloseable {
        private final PreparedStatement statement;

        private Asking(PreparedStatement statement) {
            this.statement = statement;
        }

        /** All rows of the answer. */
        public <T> List<T> all(Function<Row, T> reader, Object... values) {
            try {
                bind(statement, values);
                List<T> rows = new ArrayList<>();
                try (ResultSet results = statement.executeQuery()) {
                    Row row = new Row(results);
                    while (results.next()) {
                        rows.add(reader.apply(row));
                    }
                }
                return rows;
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() {
            try {
                statement.close();
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }
}
