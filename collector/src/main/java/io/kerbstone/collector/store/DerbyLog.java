package io.kerbstone.collector.store;

import java.io.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Derby writes what it would put into {@code derby.log} in the working directory: our log, at debug level. Derby
 * finds {@link #WRITER} by the property {@code derby.stream.error.field}; many threads may write.
 */
public final class DerbyLog extends Writer {
    /** The one writer. */
    public static final Writer WRITER = new DerbyLog();

    private static final Logger LOG = LoggerFactory.getLogger(DerbyLog.class);
    private static final int MAX_LINE = 4096;

    private final StringBuilder line = new StringBuilder();

    private DerbyLog() {}

    @Override
    public void write(char[] chars, int from, int length) {
        synchronized (line) {
            for (int i = from; i < from + length; i++) {
                if (chars[i] == '\n' || line.length() == MAX_LINE) {
                    LOG.debug("{}", line);
                    line.setLength(0);
                } else {
                    line.append(chars[i]);
                }
            }
        }
    }

    @Override
    public void flush() {
        // Lines go out as they end.
    }

    @Override
    public void close() {
        // Derby closes what it was given; the log goes on.
    }
}
