package io.quotagate;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that is logged while it listens, at every level, as text; traces of what was thrown included. */
final class WholeLog extends Handler {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = Logger.getLogger("");
    private final List<Handler> others = Arrays.asList(root.getHandlers());
    private final List<Level> levels = others.stream().map(Handler::getLevel).toList();
    private final Level level = Optional.ofNullable(root.getLevel()).orElse(Level.INFO);
    private volatile boolean traced;

    private WholeLog() {
        setLevel(Level.ALL);
        setFormatter(new SimpleFormatter());
    }

    static WholeLog listen() {
        WholeLog log = new WholeLog();
        // The console need not show what is only listened to.
        log.others.forEach(handler -> handler.setLevel(Level.WARNING));
        log.root.setLevel(Level.ALL);
        log.root.addHandler(log);
        return log;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** True where something was logged that only the lowest level shows. */
    boolean isTraced() {
        return traced;
    }

    @Override
    public void publish(LogRecord logged) {
        String name = String.valueOf(logged.getLoggerName());
        // The vendors of these tests are no part of the gateway, nor is the caller.
        if (name.startsWith("com.sun.net.httpserver") || name.startsWith("jdk.")) {
            return;
        }
        traced |= logged.getLevel().intValue() <= Level.FINER.intValue();
        StringWriter text = new StringWriter();
        text.append(name).append(": ").append(getFormatter().formatMessage(logged));
        // The parameters once more, for styles of message that the formatter leaves as they are.
        text.append(' ').append(Arrays.deepToString(logged.getParameters()));
        text.append(' ').append(Thread.currentThread().getName());
        if (logged.getThrown() != null) {
            logged.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        lines.add(text.toString());
    }

    @Override
    public void flush() {}

    /** Stops listening. */
    @Override
    public void close() {
        root.removeHandler(this);
        root.setLevel(level);
        for (int handler = 0; handler < others.size(); handler++) {
            others.get(handler).setLevel(levels.get(handler));
        }
    }
}
