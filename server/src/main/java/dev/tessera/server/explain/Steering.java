package dev.tessera.server.explain;

import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.server.snapshot.FactorisedModel;
import dev.tessera.server.snapshot.OwnTokens;
import dev.tessera.server.snapshot.Taste;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;

/**
 * What muting and boosting tokens changes: weight w scales a token's vector in the own part of every candidate, history and
 * propagation frozen; nothing is retrained.
 */
public final class Steering {
    private final FactorisedModel model;
    private final Map<Integer, Double> weights;
    private final TokenSide tokenSide;
    private final long sequence;

    /** @param weights 0..4 by token row */
    public Steering(FactorisedModel model, Taste taste, Map<Integer, Double> weights) {
        this.model = model;
        this.weights = Map.copyOf(weights);
        tokenSide = new TokenSide(model, model.userVector(taste));
        sequence = taste.sequence();
    }

    /** {@return what an item's score gains; zero where it carries none of the tokens} */
    public double gain(int item) {
        OwnTokens carried = model.own(item, sequence);
        if (carried == null) {
            return 0;
        }
        int[] tokens = carried.tokens();
        double[] scales = new double[tokens.length];
        Arrays.fill(scales, 1);
        for (int position = 0; position < scales.length; position++) {
            scales[position] = tokens[position] == TokenCodes.ABSENT ? 1 : weights.getOrDefault(tokens[position], 1.0);
        }
        return Arrays.stream(scales).allMatch(s -> s == 1)
                ? 0
                : carried.share() * tokenSide.attribution().gain(tokens, tokenSide.user(), scales);
    }

    /** Adds the gains to scores by catalogue row. */
    public void addTo(float[] scores) {
        var touched = new BitSet();
        weights.keySet().forEach(token -> touched.or(model.carriers(token, sequence)));
        touched.stream().forEach(item -> scores[item] += (float) gain(item));
    }
}
