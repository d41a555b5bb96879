package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorScope;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * How items enter a model: by a row of their own, by the tokens they share, or by both. MOTOR (arXiv 2410.19276) is an
 * identity, not a model: any backbone loses its item ids by taking {@link TokenCross} for {@link IdTable}.
 */
public sealed interface ItemIdentity permits IdTable, TokenCross, Combined {
    /**
     * {@return the identity that {@code spec} asks for}
     *
     * @throws IllegalArgumentException where tokens are asked for and there are none
     */
    static ItemIdentity of(RecommenderSpec spec, Subgraph subgraph, Parameters parameters) {
        return switch (spec.identity()) {
            case ID -> new IdTable(subgraph, parameters, spec.dimension());
            case TOKENS -> tokens(spec, subgraph, parameters);
            case BOTH ->
                new Combined(new IdTable(subgraph, parameters, spec.dimension()), tokens(spec, subgraph, parameters));
        };
    }

    /** {@return the tokens' part alone} */
    static TokenCross tokens(RecommenderSpec spec, Subgraph subgraph, Parameters parameters) {
        TokenCodes codes = subgraph.codes();
        if (codes == null) {
            throw new IllegalArgumentException("identity " + spec.identity().key()
                    + " needs tokens, and there is no codebook. Run tokenize first, or choose identity id");
        }
        return new TokenCross(codes, parameters, spec);
    }

    /** {@return the vectors of all items, n x d} */
    NDArray items(TensorScope scope);

    /** {@return the same without the rows of items that nobody interacted with, which are not served: n x d} */
    default NDArray servedItems(TensorScope scope) {
        return items(scope);
    }

    /** {@return the vectors of all items as they are served: nothing where an item has no identity} */
    DenseMatrix exportItems();

    /** {@return the token part as plain arrays, or null where there is none} */
    @Nullable
    TokenCrossForm exportTokens();

    /** {@return how many numbers are learned for the items} */
    long size();

    /** {@return the items that the model has learned or knows something of} */
    BitSet known();
}
