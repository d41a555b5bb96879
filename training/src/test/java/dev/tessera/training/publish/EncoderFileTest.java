package dev.tessera.training.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.training.fixture.TrainedModels;
import dev.tessera.training.recommender.AffineMap;
import dev.tessera.training.recommender.AttentionForm;
import dev.tessera.training.recommender.FactorEncoder;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.FeatureReduction;
import dev.tessera.training.recommender.FreedomEncoder;
import dev.tessera.training.recommender.IdsfContent;
import dev.tessera.training.recommender.IdsfEncoder;
import dev.tessera.training.recommender.ItemEncoder;
import dev.tessera.training.recommender.LeastSquares;
import dev.tessera.training.recommender.LikeItems;
import dev.tessera.training.recommender.ModalProjection;
import dev.tessera.training.recommender.ReducingEncoder;
import dev.tessera.training.recommender.SpreadEncoder;
import dev.tessera.training.recommender.TokenCrossForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncoderFileTest {
    private static final TokenCrossForm TOKENS = Objects.requireNonNull(
                    ((Factorised) TrainedModels.small().factorised("a").form()).own())
            .tokens();
    private static final Random RANDOM = new Random(5);

    @TempDir
    Path folder;

    static Stream<ItemEncoder> encoders() {
        var factors = new FactorEncoder(TOKENS, List.of(), new LeastSquares(matrix(4, 4), matrix(4, 4)));
        var projected = new FactorEncoder(
                null,
                List.of(projection(Modality.TEXT, 3), projection(Modality.AUDIO, 2)),
                new LeastSquares(matrix(8, 8), matrix(8, 8)));
        return Stream.of(
                factors,
                projected,
                new SpreadEncoder(TOKENS, 2, null),
                new SpreadEncoder(TOKENS, 0, new AffineMap(matrix(4, 4), matrix(1, 4))),
                new FreedomEncoder(null, 2, matrix(5, 4), 10, List.of(like(Modality.IMAGE, 3), like(Modality.TEXT, 2))),
                new FreedomEncoder(TOKENS, 1, matrix(5, 4), 1, List.of(like(Modality.TEXT, 2))),
                idsf(true, false, true),
                idsf(false, true, false),
                new ReducingEncoder(
                        List.of(
                                new FeatureReduction(Modality.TEXT, matrix(1, 9), matrix(9, 3)),
                                new FeatureReduction(Modality.AUDIO, matrix(1, 7), matrix(7, 2))),
                        projected));
    }

    private static ItemEncoder idsf(boolean isUsed, boolean hasIds, boolean isNormalised) {
        return new IdsfEncoder(
                TOKENS,
                List.of(projection(Modality.TEXT, 3), projection(Modality.IMAGE, 2)),
                2,
                -0f,
                new IdsfContent(isUsed, hasIds, isNormalised, List.of(attention(), attention()), attention()),
                attention());
    }

    private static ModalProjection projection(Modality modality, int width) {
        return new ModalProjection(modality, new AffineMap(matrix(width, 4), matrix(1, 4)));
    }

    private static LikeItems like(Modality modality, int width) {
        return new LikeItems(modality, 0.1f, matrix(5, width));
    }

    private static AttentionForm attention() {
        return new AttentionForm(
                matrix(4, 4), matrix(1, 4).values(), matrix(1, 4).values());
    }

    private static DenseMatrix matrix(int rows, int columns) {
        DenseMatrix matrix = DenseMatrix.zeros(rows, columns);
        for (int k = 0; k < matrix.values().length; k++) {
            matrix.values()[k] = k == 1 ? -0f : (float) RANDOM.nextGaussian();
        }
        return matrix;
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void what_was_written_is_read_back(ItemEncoder encoder) throws IOException {
        Path file = folder.resolve("encoder.safetensors");
        EncoderFile.write(encoder, file);
        boolean hasTokens =
                switch (encoder) {
                    case FactorEncoder f -> f.tokens() != null;
                    case FreedomEncoder f -> f.tokens() != null;
                    case SpreadEncoder s -> true;
                    case IdsfEncoder i -> true;
                    case ReducingEncoder r -> false;
                };
        assertThat(EncoderFile.read(file, hasTokens ? TOKENS : null))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(encoder);
    }

    @Test
    void an_encoder_of_tokens_is_not_read_without_them() throws IOException {
        Path file = folder.resolve("encoder.safetensors");
        EncoderFile.write(new SpreadEncoder(TOKENS, 2, null), file);
        assertThatThrownBy(() -> EncoderFile.read(file, null))
                .isInstanceOf(IOException.class)
                .hasMessage("it encodes items by tokens and has none");
    }
}
