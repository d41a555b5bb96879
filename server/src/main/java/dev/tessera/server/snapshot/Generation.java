package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.training.recommender.EncodedItem;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.ItemEncoder;
import dev.tessera.training.recommender.NewItem;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One model version laid out for serving, with the codebook that it speaks of; immutable but for users who are forgotten.
 */
public final class Generation {
    private final @Nullable ModelVersion version;
    private final @Nullable ServedModel model;
    private final @Nullable ItemTokens tokens;
    private final Map<TokenId, String> labels;
    private final @Nullable PopularItems trained;
    private final long since;

    /** Whether it has followed every change of items. */
    private final boolean isUpToDate;

    /**
     * A generation that has been there since the load.
     *
     * @param version null where none is active
     * @param model null where the version ranks by popularity alone
     * @param tokens null where there is no codebook
     * @param labels what these tokens mean
     * @param trained how popular items were in training; null for a version that ranks otherwise
     */
    public Generation(
            @Nullable ModelVersion version,
            @Nullable ServedModel model,
            @Nullable ItemTokens tokens,
            Map<TokenId, String> labels,
            @Nullable PopularItems trained) {
        this(version, model, tokens, labels, trained, 0, true);
    }

    private Generation(
            @Nullable ModelVersion version,
            @Nullable ServedModel model,
            @Nullable ItemTokens tokens,
            Map<TokenId, String> labels,
            @Nullable PopularItems trained,
            long since,
            boolean isUpToDate) {
        this.version = version;
        this.model = model;
        this.tokens = tokens;
        this.labels = Map.copyOf(labels);
        this.trained = trained;
        this.since = since;
        this.isUpToDate = isUpToDate;
    }

    public @Nullable ModelVersion version() {
        return version;
    }

    public @Nullable ServedModel model() {
        return model;
    }

    public @Nullable ItemTokens tokens() {
        return tokens;
    }

    @Nullable
    PopularItems trained() {
        return trained;
    }

    /** {@return the first moment that this can rank as of: what came earlier is laid out in it with all else} */
    long since() {
        return since;
    }

    /** {@return whether this can be made the active one as it is} */
    boolean isUpToDate() {
        return isUpToDate;
    }

    /** {@return this generation, laid out at a moment} */
    Generation laidOutAt(long sequence) {
        return new Generation(version, model, tokens, labels, trained, sequence, isUpToDate);
    }

    /** {@return this generation, which does not follow a change: it is for pages that were begun before} */
    Generation leftBehind() {
        return new Generation(version, model, tokens, labels, trained, since, false);
    }

    /** {@return whether both speak of the same codebook, or of none} */
    boolean hasCodebookOf(Generation other) {
        return Objects.equals(codebook(), other.codebook());
    }

    private @Nullable CodebookId codebook() {
        return tokens == null ? null : tokens.codebook();
    }

    /** {@return what a token means; its id where nothing is known} */
    public String label(TokenId token) {
        String label = labels.getOrDefault(token, "");
        return label.isEmpty() ? token.toString() : label;
    }

    /** {@return this generation with tokens called otherwise} */
    Generation relabelled(Map<TokenId, String> changed) {
        Map<TokenId, String> all = new HashMap<>(labels);
        all.putAll(changed);
        return new Generation(version, model, tokens, all, trained, since, isUpToDate);
    }

    /** {@return this generation and what it makes of items that came or changed at a moment} */
    Generation with(Map<Integer, NewItem> changed, Catalogue catalogue, long sequence) {
        if (changed.isEmpty()) {
            return this;
        }
        Map<Integer, int[]> codes = new HashMap<>();
        Map<Integer, @Nullable NewItemVectors> vectors = new HashMap<>();
        changed.forEach((row, content) -> {
            codes.put(row, content.tokens());
            if (model instanceof FactorisedModel factorised) {
                addVectors(factorised, row, catalogue.idOf(row), content, vectors);
            }
        });
        ItemTokens moreTokens = tokens == null ? null : tokens.with(codes);
        ServedModel moreItems = model instanceof FactorisedModel factorised && !vectors.isEmpty()
                ? factorised.with(vectors, sequence)
                : model;
        return new Generation(version, moreItems, moreTokens, labels, trained, since, isUpToDate);
    }

    /** What a model has learned of an item stays until it is trained anew, also where the item comes back in another row. */
    private static void addVectors(
            FactorisedModel model, int row, ItemId item, NewItem content, Map<Integer, @Nullable NewItemVectors> into) {
        if (!model.learnedFrom(item)) {
            into.put(row, vectors(model.form(), content));
        } else if (!model.isLaidOut(row)) {
            into.put(row, model.learned(item));
        }
    }

    /** {@return what a form makes of an item that it was not trained on, or null where it can make nothing of it} */
    static @Nullable NewItemVectors vectors(Factorised form, NewItem content) {
        ItemEncoder encoder = form.encoder();
        if (encoder == null) {
            return null;
        }
        try {
            EncodedItem encoded = encoder.encode(content);
            return encoded != null && canBeScored(encoded.embedding()) && canBeScored(encoded.context())
                    ? new NewItemVectors(encoded, content.tokens())
                    : null;
        } catch (IllegalArgumentException e) {
            return null; // features of another width than the model was trained on: it cannot represent the item
        }
    }

    /** Features may be so large that a vector has no length any more; it would score as no number. */
    private static boolean canBeScored(float[] vector) {
        return Float.isFinite(Vectors.dot(vector, 0, vector, 0, vector.length));
    }
}
