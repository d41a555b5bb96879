package dev.tessera.server.explain;

import dev.tessera.server.explain.Explanation.Method;
import dev.tessera.server.explain.Explanation.ModalityWeight;
import dev.tessera.server.explain.Explanation.TokenPart;
import dev.tessera.server.snapshot.Fold;
import java.util.List;

/** What the scores for one taste are made of, as one kind of model makes them; items by catalogue row. */
sealed interface ScoreParts permits FactorisedParts, NeighbourParts {
    /** {@return how the model weighs modalities for the user; empty where it does not} */
    List<ModalityWeight> attention();

    /** {@return the items that count} */
    Fold history();

    /** {@return the side of the history} */
    History history(int item);

    /** {@return the side of the item's own tokens} */
    Tokens tokens(int item);

    /**
     * score = base + the sum of the contributions.
     *
     * @param base the score without any history
     * @param contributions what each of {@link #history()} adds, in its order
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on within this package, never changed
    record History(double base, double[] contributions) {}

    /**
     * score = remainder + the sum of the parts.
     *
     * @param parts by falling size
     */
    record Tokens(Method method, double remainder, List<TokenPart> parts) {}
}
