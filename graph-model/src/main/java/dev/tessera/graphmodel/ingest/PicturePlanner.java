package dev.tessera.graphmodel.ingest;

import static dev.tessera.graphmodel.ingest.IngestProgress.Phase.COMPARING;

import dev.tessera.graphmodel.encode.Picture;
import dev.tessera.graphmodel.encode.PictureDescriber;
import dev.tessera.graphmodel.encode.PictureDescription;
import dev.tessera.graphmodel.encode.PictureException;
import dev.tessera.graphmodel.store.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares pictures with what is kept of them. A picture is known again by its checksum, so that only new ones are unpacked;
 * nothing of a file stays in memory but its description.
 */
final class PicturePlanner {
    private static final int BATCH = 100;

    private final Known known;
    private final Reading reading;
    private final PictureDescriber describer;
    private final Tally<PictureRow> tally = new Tally<>();
    private int unchanged;

    PicturePlanner(Known known, Reading reading, PictureDescriber describer) {
        this.known = known;
        this.reading = reading;
        this.describer = describer;
    }

    /** What became of one file. */
    private sealed interface Outcome {
        record Same() implements Outcome {}

        record Other(PictureRow row, Change change) implements Outcome {}

        record Bad(Rejected rejected) implements Outcome {}
    }

    /** {@return the pictures that differ from what the graph knows; broken ones and those of unknown items are rejected} */
    List<PictureRow> plan(IngestProgress progress) {
        Batches.each(COMPARING, reading.pictures(), BATCH, progress, this::compare);
        return tally.changed();
    }

    Counts counts() {
        Counts changed = tally.counts(reading.repeatedPictures());
        return new Counts(changed.created(), changed.updated(), unchanged, changed.duplicates());
    }

    private void compare(List<PictureFile> files) {
        Map<String, Row> before =
                known.pictures(files.stream().map(f -> f.item().value()).toList());
        List<Outcome> outcomes =
                files.parallelStream().map(file -> outcome(file, before)).toList();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Same same -> unchanged++;
                case Outcome.Other other -> tally.add(other.row(), other.change());
                case Outcome.Bad bad -> reading.add(bad.rejected());
            }
        }
    }

    private Outcome outcome(PictureFile file, Map<String, Row> before) {
        Row row = before.get(file.item().value());
        if (row == null && !reading.knows(file.item())) {
            return new Outcome.Bad(file.rejected("unknown item: neither in the graph nor in this import"));
        }
        try {
            if (Files.size(file.file()) > Picture.MOST_BYTES) {
                return new Outcome.Bad(file.rejected("has " + Files.size(file.file()) + " bytes, at most "
                        + Picture.MOST_BYTES + " may be. Make it smaller"));
            }
            byte[] bytes = Files.readAllBytes(file.file());
            return row != null && isSame(row, bytes) ? new Outcome.Same() : described(file, bytes, row);
        } catch (IOException e) {
            return new Outcome.Bad(file.rejected("cannot be read: " + e));
        } catch (PictureException e) {
            return new Outcome.Bad(file.rejected(String.valueOf(e.getMessage())));
        }
    }

    private boolean isSame(Row row, byte[] bytes) {
        return PictureDescription.checksum(bytes).equals(row.stringOrNull("sha256"))
                && describer.identity().equals(row.stringOrNull("describer"));
    }

    private Outcome described(PictureFile file, byte[] bytes, @Nullable Row row) {
        boolean isNew = row == null || row.stringOrNull("sha256") == null;
        var picture = new PictureRow(file.item(), PictureDescription.of(bytes, describer));
        return new Outcome.Other(picture, isNew ? Change.CREATED : Change.UPDATED);
    }
}
