package dev.tessera.graphmodel.ingest;

import java.util.List;
import java.util.stream.Collectors;

/** Files cannot be imported; nothing was written. The message has a line for each fault. */
public final class IngestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<FileFault> faults;

    IngestException(List<FileFault> faults) {
        super(faults.stream().map(FileFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** {@return every fault of every file, in the order of the sources} */
    public List<FileFault> faults() {
        return faults;
    }
}
