package dev.tessera.server.explain;

import dev.tessera.server.explain.Explanation.Method;
import dev.tessera.server.explain.Explanation.ModalityWeight;
import dev.tessera.server.explain.Explanation.TokenPart;
import java.util.List;

/** What the scores of one user are made of, as one kind of model makes them; items by catalogue row. */
sealed interface ScoreParts permits FactorisedParts, NeighbourParts {
    /** {@return how the model weighs modalities for the user; empty where it does not} */
    List<ModalityWeight> attention();

    /** {@return the score without any history} */
    double base(int item);

    /** {@return the user's items} */
    int[] history();

    /** {@return what an item of the history adds to the score of another} */
    double contribution(int owned, int item);

    /** {@return the side of the item's own tokens} */
    Tokens tokens(int item);

    /**
     * score = remainder + the sum of the parts.
     *
     * @param parts by falling size
     */
    record Tokens(Method method, double remainder, List<TokenPart> parts) {}
}
