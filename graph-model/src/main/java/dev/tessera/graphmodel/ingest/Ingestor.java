package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.encode.Encoders;
import dev.tessera.graphmodel.ingest.IngestProgress.Phase;
import dev.tessera.graphmodel.store.Graph;
import java.util.List;

/**
 * Imports files into the graph. All files are read and checked before the first write; only what differs from the graph
 * is written. So importing the same files twice changes nothing, and an interrupted import can simply be run again.
 */
public final class Ingestor {
    private final Graph graph;
    private final Encoders encoders;

    /** An import of which the built-in encoder can make features of pictures. */
    public Ingestor(Graph graph) {
        this(graph, Encoders.none(EncoderChoices.builtIn()));
    }

    /**
     * @param encoders those of the codebook in use: what they made of an item is removed where its content changes, to be made
     *     anew
     */
    public Ingestor(Graph graph, Encoders encoders) {
        this.graph = graph;
        this.encoders = encoders;
    }

    /**
     * {@return what an import would do; nothing is written}
     *
     * @throws IngestException where whole files are at fault
     */
    public IngestReport validate(List<? extends EventSource> sources, IngestProgress progress) {
        return plan(sources, progress).report();
    }

    /**
     * Imports all sources as one.
     *
     * @throws IngestException where whole files are at fault; nothing was written
     * @throws dev.tessera.graphmodel.store.GraphException where the graph fails; what was written stays, and importing
     *     again completes it
     */
    public IngestReport ingest(List<? extends EventSource> sources, IngestProgress progress) {
        Plan plan = plan(sources, progress);
        new PlanWriter(graph, encoders, progress).write(plan);
        return plan.report();
    }

    private Plan plan(List<? extends EventSource> sources, IngestProgress progress) {
        var reading = new Reading();
        Batches.each(Phase.READING, sources, 1, progress, one -> SourceReader.read(one.getFirst(), reading));
        var known = new Known(graph);
        List<FileFault> faults = reading.faults(known.widths());
        if (!faults.isEmpty()) {
            throw new IngestException(faults);
        }
        return new Planner(known, reading, encoders.describer(), progress).plan();
    }
}
