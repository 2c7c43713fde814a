package io.quotagate.chaos;

import io.quotagate.PackagedGateway;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process holds.
 *
 * @param heapKib after a full collection
 * @param descriptors open files and sockets; 0 where the system does not tell
 */
record Level(long heapKib, long threads, long descriptors) {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final Pattern THREADS = Pattern.compile("(?m)^jvm_threads_live_threads (\\S+)$");

    static Level of(PackagedGateway gateway) {
        String pid = Long.toString(gateway.pid());
        // Collects first, and counts what is left before anything goes on.
        Matcher total = TOTAL.matcher(jcmd(pid, "GC.class_histogram"));
        Matcher threads = THREADS.matcher(gateway.manage("/metrics").body());
        if (!total.find() || !threads.find()) {
            throw new IllegalStateException("the process does not tell what it holds");
        }
        String[] open = new File("/proc/" + pid + "/fd").list();
        return new Level(
                Long.parseLong(total.group(1)) / 1_024,
                (long) Double.parseDouble(threads.group(1)),
                open == null ? 0 : open.length);
    }

    private static String jcmd(String... arguments) {
        try {
            String[] command = new String[arguments.length + 1];
            command[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            System.arraycopy(arguments, 0, command, 1, arguments.length);
            Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** Not above, but for what comes and goes with the load: 4 MiB, eight threads, 40 sockets. */
    boolean isNoHigherThan(Level before) {
        return heapKib <= before.heapKib + 4 * 1_024
                && threads <= before.threads + 8
                && descriptors <= before.descriptors + 40;
    }
}
