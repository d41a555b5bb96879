package dev.tessera.server.command;

import dev.tessera.graphmodel.encode.Encoders;
import dev.tessera.graphmodel.ingest.EventSource;
import dev.tessera.graphmodel.ingest.FetchedPictures;
import dev.tessera.graphmodel.ingest.IngestProgress;
import dev.tessera.graphmodel.ingest.IngestReport;
import dev.tessera.graphmodel.ingest.Ingestor;
import dev.tessera.graphmodel.token.LateItems;
import dev.tessera.server.live.DiskRoom;
import dev.tessera.server.picture.PictureFetcher;
import dev.tessera.server.picture.PictureQueue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description =
                "Import folders in MMRec's layout, exports, CSV files, JSON Lines and folders of pictures named by their"
                        + " items' ids (17.jpg), all together. Only what differs from"
                        + " the graph is written, so importing again is harmless. Rows at fault are left out and named.")
final class ImportCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR|FILE",
            description = "A folder, or a file that ends in .csv, .tsv, .inter, .jsonl or .ndjson.")
    private List<String> paths = List.of();

    @Option(names = "--validate", description = "Only report what an import would do.")
    private boolean validate;

    ImportCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        List<EventSource> sources =
                paths.stream().map(host.caller()::path).map(EventSource::of).toList();
        return validate
                ? host.inStoreOrEmptyOne(workspace -> run(sources, workspace))
                : host.inNewStore(workspace -> run(sources, workspace));
    }

    private int run(List<EventSource> sources, Workspace workspace) {
        DiskRoom room = workspace.room();
        if (!validate) {
            room.require();
        }
        try (var encoders = ConfiguredEncoders.open(workspace.config().encoders());
                var bar = new ImportProgress(workspace.caller())) {
            IngestProgress progress = validate ? bar : new ImportRoom(room, bar);
            var late = new LateItems(workspace.graph(), encoders.choices());
            Encoders inUse = late.encoders();
            var ingestor = new Ingestor(workspace.graph(), inUse);
            IngestReport report = validate ? ingestor.validate(sources, progress) : ingestor.ingest(sources, progress);
            if (!validate) {
                inUse.missing().values().forEach(workspace.caller().err()::println);
                fetchPictures(workspace, inUse);
                late.complete();
            }
            workspace.served().reload();
            ImportAnswer.print(report, validate, workspace.caller().out());
        }
        return ExitCode.DONE;
    }

    private static void fetchPictures(Workspace workspace, Encoders encoders) {
        var fetched = new FetchedPictures(workspace.graph(), encoders);
        var fetcher = new PictureFetcher(workspace.config().encoders().imageHosts());
        try (var queue = new PictureQueue(fetcher, fetched::write)) {
            if (queue.fetchesAny()) {
                FetchedPictures.eachMissing(workspace.graph(), queue::add);
                queue.finish();
            }
        }
    }
}
