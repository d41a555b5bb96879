package dev.tessera.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.training.fixture.Subgraphs;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeaturePreparationTest {
    private static final Subgraph SMALL = Subgraphs.smallWithFeatures();

    private static Features of(Subgraph subgraph, Modality modality) {
        return Objects.requireNonNull(subgraph.features().get(modality));
    }

    @Test
    void none_changes_nothing() {
        assertThat(FeaturePreparation.none().of(SMALL, 1).subgraph()).isSameAs(SMALL);
    }

    @Test
    void every_item_with_two_modalities_loses_one_and_its_tokens_and_no_other_does() {
        Subgraph stripped =
                new FeaturePreparation(1, FeaturePreparation.ALL).of(SMALL, 1).subgraph();
        TokenCodes before = Objects.requireNonNull(SMALL.codes());
        TokenCodes after = Objects.requireNonNull(stripped.codes());
        for (int item = 0; item < 8; item++) {
            int had = 0;
            int has = 0;
            for (Modality modality : SMALL.features().keySet()) {
                had += of(SMALL, modality).isPresent(item) ? 1 : 0;
                boolean isThere = of(stripped, modality).isPresent(item);
                has += isThere ? 1 : 0;
                float[] expected = isThere
                        ? of(SMALL, modality).matrix().row(item)
                        : new float[of(SMALL, modality).matrix().columns()];
                assertThat(of(stripped, modality).matrix().row(item)).isEqualTo(expected);
                for (int position = 0; position < before.positions(); position++) {
                    if (before.modalities().get(position) == modality) {
                        assertThat(after.token(item, position))
                                .isEqualTo(isThere ? before.token(item, position) : TokenCodes.ABSENT);
                    }
                }
            }
            assertThat(has).as("modalities of item %d", item).isEqualTo(Math.min(had, 1));
        }
    }

    @Test
    void the_share_is_kept_and_follows_from_the_seed() {
        var random = new Random(1);
        DenseMatrix matrix = DenseMatrix.zeros(2000, 2);
        for (int k = 0; k < matrix.values().length; k++) {
            matrix.values()[k] = random.nextFloat() + 1;
        }
        var all = new BitSet();
        all.set(0, 2000);
        Subgraph planted = Subgraphs.planted(40, 2000, 8, 1);
        Subgraph both = new Subgraph(
                planted.users(),
                planted.items(),
                planted.train(),
                planted.validation(),
                planted.test(),
                Map.of(Modality.TEXT, new Features(matrix, all), Modality.IMAGE, new Features(matrix, all)),
                null);
        var third = new FeaturePreparation(0.3f, FeaturePreparation.ALL);
        Subgraph once = third.of(both, 5).subgraph();
        int left = of(once, Modality.TEXT).count() + of(once, Modality.IMAGE).count();
        assertThat(left).isBetween(4000 - 660, 4000 - 540);
        assertThat(of(third.of(both, 5).subgraph(), Modality.TEXT).matrix())
                .isEqualTo(of(once, Modality.TEXT).matrix());
        assertThat(of(third.of(both, 6).subgraph(), Modality.TEXT).matrix())
                .isNotEqualTo(of(once, Modality.TEXT).matrix());
    }

    /** Rows in a space of three directions within twenty columns, away from the origin. */
    private static Features nearlyThree(int rows, BitSet present) {
        var random = new Random(3);
        float[] directions = new float[3 * 20];
        for (int k = 0; k < directions.length; k++) {
            directions[k] = (float) random.nextGaussian();
        }
        DenseMatrix matrix = DenseMatrix.zeros(rows, 20);
        for (int row = 0; row < rows; row++) {
            for (int d = 0; d < 3; d++) {
                double weight = random.nextGaussian() * (3 - d);
                for (int c = 0; c < 20 && present.get(row); c++) {
                    matrix.values()[matrix.offset(row) + c] += (float) (weight * directions[20 * d + c] + 7.0 / 3);
                }
            }
        }
        return new Features(matrix, present);
    }

    @Test
    void principal_components_keep_what_differs_and_begin_with_what_differs_most() {
        var present = new BitSet();
        present.set(0, 200);
        present.clear(13);
        Features from = nearlyThree(200, present);
        Features to = PrincipalComponents.of(from, present, 3, 1).reduce(from);
        assertThat(to.matrix().columns()).isEqualTo(3);
        assertThat(to.isPresent(13)).isFalse();
        assertThat(to.matrix().row(13)).containsOnly(0);
        double[] squares = new double[3];
        double[] sums = new double[3];
        for (int row = 0; row < 200; row++) {
            for (int c = 0; c < 3; c++) {
                squares[c] += Math.pow(to.matrix().get(row, c), 2);
                sums[c] += to.matrix().get(row, c);
            }
            int other = (row * 7 + 1) % 200;
            if (row != 13 && other != 13) {
                double kept = distance(to.matrix(), row, other);
                assertThat(kept).isCloseTo(distance(from.matrix(), row, other), within(1e-3));
            }
        }
        assertThat(squares[0]).isGreaterThan(squares[1]);
        assertThat(squares[1]).isGreaterThan(squares[2]);
        for (double sum : sums) {
            assertThat(sum / 199).as("the mean").isCloseTo(0, within(1e-3));
        }
    }

    /** An item that is held out may be anything: what the others become stays the same. */
    @Test
    void principal_components_are_learned_from_the_items_that_are_taught() {
        var present = new BitSet();
        present.set(0, 200);
        var taught = new BitSet();
        taught.set(0, 150);
        Features from = nearlyThree(200, present);
        float[] other = from.matrix().values().clone();
        Arrays.fill(other, from.matrix().offset(150), other.length, 99);
        Features strange = new Features(new DenseMatrix(200, 20, other), present);
        float[] a =
                PrincipalComponents.of(from, taught, 3, 1).reduce(from).matrix().values();
        float[] b = PrincipalComponents.of(strange, taught, 3, 1)
                .reduce(strange)
                .matrix()
                .values();
        assertThat(Arrays.copyOf(b, 150 * 3)).isEqualTo(Arrays.copyOf(a, 150 * 3));
        assertThat(b[199 * 3]).isNotEqualTo(a[199 * 3]);
    }

    private static double distance(DenseMatrix matrix, int a, int b) {
        double sum = 0;
        for (int c = 0; c < matrix.columns(); c++) {
            sum += Math.pow(matrix.get(a, c) - matrix.get(b, c), 2);
        }
        return Math.sqrt(sum);
    }

    @Test
    void features_that_are_narrow_enough_are_left() {
        Subgraph reduced = new FeaturePreparation(0, 2).of(SMALL, 1).subgraph();
        assertThat(of(reduced, Modality.TEXT).matrix().columns()).isEqualTo(2);
        assertThat(of(reduced, Modality.IMAGE).matrix())
                .isEqualTo(of(SMALL, Modality.IMAGE).matrix());
    }

    @Test
    void values_out_of_range_are_refused_by_name() {
        assertThatThrownBy(() -> new FeaturePreparation(1.5f, 0))
                .hasMessage("features.stripped must be 0 to 1, was 1.5");
        assertThatThrownBy(() -> new FeaturePreparation(0, -3))
                .hasMessage("features.pca must be 1 or more, or off, was -3");
    }
}
