package dev.tessera.server.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux says of a process's memory, in megabytes. */
final class ProcessMemory {
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private ProcessMemory() {}

    /** {@return the most that was resident so far; 0 where the process has ended} */
    static long peak(long pid) {
        return line(pid, "VmHWM");
    }

    static long resident(long pid) {
        return line(pid, "VmRSS");
    }

    private static long line(long pid, String name) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
            Matcher found = Pattern.compile(name + ":\\s+(\\d+) kB").matcher(status);
            return found.find() ? Long.parseLong(found.group(1)) >> 10 : 0;
        } catch (IOException e) {
            return 0; // it has ended meanwhile
        }
    }

    /** {@return how much the objects on the heap take that are in use; has the garbage collected} */
    static long liveHeap(long pid) throws IOException {
        Process counting = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .start();
        String text = new String(counting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new IOException("jcmd counts no objects: " + text);
        }
        return Long.parseLong(total.group(1)) >> 20;
    }
}
