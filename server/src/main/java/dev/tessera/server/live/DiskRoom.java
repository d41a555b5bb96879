package dev.tessera.server.live;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The room on a data folder's disk: with too little, nothing is begun that writes much, so that the database itself never stops for
 * want of it.
 *
 * @param data the data folder
 * @param leastMegabytes what must be free; 0: anything
 */
public record DiskRoom(Path data, int leastMegabytes) {
    private static final long MEGABYTE = 1L << 20;

    /** {@return why nothing much is written now, and what to do; null where there is room} */
    public @Nullable String obstacle() {
        if (!Files.isWritable(data)) {
            return "the data folder " + data
                    + " can only be read, so no changes are taken. Make it writable; no new start is"
                    + " needed unless the database has stopped by then";
        }
        long free = freeMegabytes();
        return free >= leastMegabytes
                ? null
                : "the disk of the data folder has " + free + " MB left, less than " + leastMegabytes
                        + " (limits.diskFreeMegabytes), so no changes are taken. Make room; no new start is needed";
    }

    /** {@return what is free} */
    public long freeMegabytes() {
        return data.toFile().getUsableSpace() / MEGABYTE;
    }

    /**
     * Goes on where so much can be written and enough is left then.
     *
     * @throws ReadOnlyException where it cannot
     */
    public void require(long bytes) {
        require();
        long megabytes = bytes / MEGABYTE + 1;
        long free = freeMegabytes();
        ReadOnlyException.throwIf(
                free - leastMegabytes >= megabytes
                        ? null
                        : "the disk of the data folder has " + free + " MB left, and this needs " + megabytes
                                + " MB for a copy beside the " + leastMegabytes
                                + " MB of limits.diskFreeMegabytes. Make room");
    }

    /**
     * Goes on where there is room.
     *
     * @throws ReadOnlyException where there is too little
     */
    public void require() {
        ReadOnlyException.throwIf(obstacle());
    }
}
