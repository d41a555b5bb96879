package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.graphmodel.token.TokenCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The forward pass of a {@link TokenCrossForm} over one item, on plain arrays. */
public final class TokenCrossForward {
    private final TokenCrossForm form;
    private final int slots;
    private final int width;

    public TokenCrossForward(TokenCrossForm form) {
        this.form = form;
        slots = form.codes().positions();
        width = form.table().columns();
    }

    /** {@return X_0: the item's token vectors, N x d, zero rows where it has none} */
    public DenseMatrix tokenVectors(int item) {
        return vectors(position -> form.codes().token(item, position));
    }

    /**
     * {@return X_0 of an item with these tokens}
     *
     * @param tokens the token row of each position or {@link TokenCodes#ABSENT}; empty for an item without tokens
     * @throws IllegalArgumentException where they are not of the form's codebook
     */
    public DenseMatrix tokenVectors(int[] tokens) {
        require(tokens);
        return vectors(position -> tokens.length == 0 ? TokenCodes.ABSENT : tokens[position]);
    }

    private void require(int[] tokens) {
        if (tokens.length != 0 && tokens.length != slots) {
            throw new IllegalArgumentException("an item has " + tokens.length + " token positions, and codebook "
                    + form.codes().codebook() + " has " + slots + ". Tokenise it with that codebook");
        }
        int rows = form.table().rows();
        for (int token : tokens) {
            if (token != TokenCodes.ABSENT && (token < 0 || token >= rows)) {
                throw new IllegalArgumentException("there is no token row " + token + " in codebook "
                        + form.codes().codebook() + ", which has " + rows + ". Tokenise the item with that codebook");
            }
        }
    }

    private DenseMatrix vectors(IntUnaryOperator tokenAt) {
        DenseMatrix vectors = DenseMatrix.zeros(slots, width);
        for (int position = 0; position < slots; position++) {
            int token = tokenAt.applyAsInt(position);
            if (token != TokenCodes.ABSENT) {
                System.arraycopy(
                        form.table().values(),
                        form.table().offset(token),
                        vectors.values(),
                        vectors.offset(position),
                        width);
            }
        }
        return vectors;
    }

    /** {@return X_0, X_1, ... X_L} */
    public List<DenseMatrix> layers(DenseMatrix first) {
        List<DenseMatrix> layers = new ArrayList<>();
        layers.add(first);
        for (int l = 0; l < form.depth(); l++) {
            layers.add(next(
                    first,
                    layers.getLast(),
                    form.weights().get(l),
                    form.biases().get(l)));
        }
        return layers;
    }

    private DenseMatrix next(DenseMatrix first, DenseMatrix last, DenseMatrix weight, DenseMatrix bias) {
        DenseMatrix mixed = new DenseMatrix(slots, width, bias.values().clone());
        for (int a = 0; a < slots; a++) {
            for (int b = 0; b < slots; b++) {
                Vectors.addScaled(
                        weight.get(a, b), last.values(), last.offset(b), mixed.values(), mixed.offset(a), width);
            }
        }
        for (int k = 0; k < mixed.values().length; k++) {
            mixed.values()[k] = first.values()[k] * mixed.values()[k] + last.values()[k];
        }
        return mixed;
    }

    /** {@return the mean of the rows over the tokens that the item has} */
    public float[] mean(DenseMatrix rows, int item) {
        return meanOver(rows, form.codes().count(item));
    }

    /** {@return the mean of the rows over the tokens of an item that has these} */
    public float[] mean(DenseMatrix rows, int[] tokens) {
        return meanOver(rows, (int)
                Arrays.stream(tokens).filter(t -> t != TokenCodes.ABSENT).count());
    }

    private float[] meanOver(DenseMatrix rows, int count) {
        float[] mean = new float[width];
        for (int position = 0; position < slots && count > 0; position++) {
            Vectors.addScaled(1f / count, rows.values(), rows.offset(position), mean, 0, width);
        }
        return mean;
    }
}
