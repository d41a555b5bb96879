package dev.tessera.server.jobs;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory this process can still take: of its container where it runs in one, else of the machine. What the system holds
 * of files, which it gives up for whoever needs memory, counts as free, and so does what Java's heap has taken and not filled.
 */
public final class FreeMemory {
    private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    /** Pages of files that nobody used lately. */
    private static final Pattern FILES = Pattern.compile("(?m)^inactive_file (\\d+)$");

    private static final String STATISTICS = "memory.stat";

    /** This process's control group, in version 2 and in version 1. */
    private static final Pattern GROUP = Pattern.compile("(?m)^(?:0:|\\d+:(?:[^:]+,)?memory(?:,[^:]+)?):/?(.*)$");

    private final Path processes;
    private final Path controlGroups;

    private FreeMemory() {
        this(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    /**
     * Looks elsewhere than where Linux says it.
     *
     * @param processes a folder like {@code /proc}
     * @param controlGroups a folder like {@code /sys/fs/cgroup}; a container has its own group at its top
     */
    FreeMemory(Path processes, Path controlGroups) {
        this.processes = processes;
        this.controlGroups = controlGroups;
    }

    /** {@return the bytes} */
    public static long bytes() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new FreeMemory().bytes(system.getTotalMemorySize(), system.getFreeMemorySize()) + unfilledHeap();
    }

    /** {@return what the heap has grown by and not filled; what it began with may not have been touched yet} */
    private static long unfilledHeap() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return Math.max(0, heap.getCommitted() - Math.max(heap.getUsed(), heap.getInit()));
    }

    /**
     * {@return the bytes but for the heap}
     *
     * @param total of the container or the machine, as Java has it
     * @param free the same, but for what is used in whatever way
     */
    long bytes(long total, long free) {
        Path machine = processes.resolve("meminfo");
        if (!Files.isReadable(machine)) {
            return free;
        }
        try {
            String text = Files.readString(machine);
            long available = first(AVAILABLE, text) << 10;
            boolean isLimited = total < first(TOTAL, text) << 10;
            return isLimited ? Math.min(Math.min(free + heldOfFiles(), total), available) : Math.max(free, available);
        } catch (IOException e) {
            return free;
        }
    }

    private long heldOfFiles() throws IOException {
        String group = group();
        for (Path top : List.of(controlGroups, controlGroups.resolve("memory"))) {
            for (Path file : List.of(top.resolve(group).resolve(STATISTICS), top.resolve(STATISTICS))) {
                if (Files.isReadable(file)) {
                    return first(FILES, Files.readString(file));
                }
            }
        }
        return 0;
    }

    /** {@return the path of this process's group below the top; a container may not see that path, for it is the top there} */
    private String group() throws IOException {
        Path file = processes.resolve("self/cgroup");
        Matcher found = GROUP.matcher(Files.isReadable(file) ? Files.readString(file) : "");
        return found.find() ? found.group(1) : "";
    }

    private static long first(Pattern line, String text) {
        Matcher found = line.matcher(text);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
