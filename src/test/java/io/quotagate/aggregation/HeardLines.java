package io.quotagate.aggregation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What was logged while a test ran, as an operator reads it. */
final class HeardLines extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private HeardLines(String name) {
        this.logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    static HeardLines of(String name) {
        return new HeardLines(name);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord logged) {
        lines.add(logged.getLevel() + " " + ExtLogRecord.wrap(logged).getFormattedMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
