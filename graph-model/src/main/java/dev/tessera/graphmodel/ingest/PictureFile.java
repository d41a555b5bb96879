package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.ItemId;
import java.nio.file.Path;

/** The file of an item's picture. */
record PictureFile(ItemId item, Path file) {
    Rejected rejected(String reason) {
        return Rejected.wholeFile(file, item.value(), reason);
    }
}
