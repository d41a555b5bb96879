package dev.tessera.server.jobs;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory this process can still take: of its container where it runs in one, else of the machine. */
public final class FreeMemory {
    private static final Path LINUX = Path.of("/proc/meminfo");
    private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    private FreeMemory() {}

    /** {@return the bytes; on Linux with what the page cache would give up, elsewhere without} */
    public static long bytes() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long free = system.getFreeMemorySize();
        if (!Files.isReadable(LINUX)) {
            return free;
        }
        try {
            String text = Files.readString(LINUX);
            long available = kilobytes(AVAILABLE, text) << 10;
            boolean isLimited = system.getTotalMemorySize() < kilobytes(TOTAL, text) << 10;
            return isLimited ? Math.min(free, available) : Math.max(free, available);
        } catch (IOException e) {
            return free;
        }
    }

    private static long kilobytes(Pattern line, String text) {
        Matcher found = line.matcher(text);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
