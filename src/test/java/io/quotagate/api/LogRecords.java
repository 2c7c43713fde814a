package io.quotagate.api;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What was logged in some categories while a test listened, with its context. */
final class LogRecords extends Handler implements AutoCloseable {

    private final List<Logger> loggers;
    private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();

    private LogRecords(List<Logger> loggers) {
        this.loggers = loggers;
    }

    static LogRecords listen(String... categories) {
        LogRecords log =
                new LogRecords(Arrays.stream(categories).map(Logger::getLogger).toList());
        log.loggers.forEach(logger -> logger.addHandler(log));
        return log;
    }

    List<ExtLogRecord> records() {
        return List.copyOf(records);
    }

    List<String> of(String category) {
        return records.stream()
                .filter(record -> category.equals(record.getLoggerName()))
                .map(ExtLogRecord::getFormattedMessage)
                .toList();
    }

    @Override
    public void publish(LogRecord logged) {
        ExtLogRecord record = ExtLogRecord.wrap(logged);
        record.copyMdc();
        records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        loggers.forEach(logger -> logger.removeHandler(this));
    }
}
