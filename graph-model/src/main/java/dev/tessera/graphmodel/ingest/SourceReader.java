package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.ingest.EventSource.CsvFile;
import dev.tessera.graphmodel.ingest.EventSource.ExportFolder;
import dev.tessera.graphmodel.ingest.EventSource.JsonLinesFile;
import dev.tessera.graphmodel.ingest.EventSource.MmrecFolder;
import dev.tessera.graphmodel.ingest.EventSource.PictureFolder;

/** Reads a source of any kind; a fault of one file does not keep the others from being checked. */
final class SourceReader {
    private SourceReader() {}

    static void read(EventSource source, Reading into) {
        try {
            switch (source) {
                case MmrecFolder folder -> new MmrecReader(folder.path(), into).read();
                case ExportFolder folder -> ExportReader.read(folder.path(), into);
                case PictureFolder folder -> PictureFiles.read(folder.path(), into);
                case CsvFile file -> DelimitedFile.read(file.path(), into::add);
                case JsonLinesFile file -> JsonLines.read(file.path(), into::add);
            }
        } catch (FileFaultException e) {
            into.fail(e.fault());
        }
    }
}
