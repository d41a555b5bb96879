package dev.tessera.graphmodel.subgraph;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.Split;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Projection;
import dev.tessera.graphmodel.store.Projection.Edge;
import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.graphmodel.token.TokenReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes subgraphs out of the graph. Interactions without a label are split 8:1:1 by a hash of their ends. */
public final class SubgraphSampler {
    private final Graph graph;

    public SubgraphSampler(Graph graph) {
        this.graph = graph;
    }

    /** {@return the subgraph, with the tokens of the newest codebook} */
    public Subgraph sample(SubgraphSpec spec) {
        return switch (spec) {
            case SubgraphSpec.Filtered filtered -> project(filtered.filter());
            case SubgraphSpec.Neighbourhood neighbourhood ->
                new Neighbourhood(project(ProjectionSpec.whole())).of(neighbourhood.users(), neighbourhood.hops());
        };
    }

    private Subgraph project(ProjectionSpec filter) {
        Projection projection = graph.project(filter);
        return new Subgraph(
                projection.users(),
                projection.items(),
                part(projection, Split.TRAIN),
                part(projection, Split.VALIDATION),
                part(projection, Split.TEST),
                projection.features(),
                codes(projection));
    }

    private @Nullable TokenCodes codes(Projection projection) {
        return graph.read(tx -> {
            CodebookId newest = TokenReader.newest(tx);
            return newest == null ? null : TokenReader.codes(tx, newest, projection.items());
        });
    }

    private Csr part(Projection projection, Split split) {
        List<Edge> edges = projection.edges().stream()
                .filter(e -> projection.splitOf(e) == split)
                .toList();
        return Csr.of(
                projection.users().size(),
                projection.items().size(),
                edges.stream().mapToInt(Edge::user).toArray(),
                edges.stream().mapToInt(Edge::item).toArray());
    }
}
