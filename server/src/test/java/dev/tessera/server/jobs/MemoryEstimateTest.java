package dev.tessera.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.server.jobs.MemoryEstimate.Size;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the estimate says; that it is not below what trainings take, the figures of {@code MemoryBenchmark} say. */
final class MemoryEstimateTest {
    private static final Size SHOP = new Size(100_000, 50_000, 1_000_000, 2_048, Map.of(Modality.TEXT, 384));

    private static MemoryEstimate of(ModelKind kind, Map<String, String> settings, Size size) {
        return MemoryEstimate.of(TrainingSettings.of(settings).config(kind, IdentityKind.ID, 1), size);
    }

    @Test
    void itGrowsWithAllThatMakesTrainingLarger() {
        long plain = of(ModelKind.LIGHTGCN, Map.of("dimension", "64"), SHOP).bytes();
        assertThat(plain)
                .isLessThan(
                        of(ModelKind.LIGHTGCN, Map.of("dimension", "128"), SHOP).bytes())
                .isLessThan(
                        of(ModelKind.FREEDOM, Map.of("dimension", "64"), SHOP).bytes())
                .isLessThan(of(
                                ModelKind.LIGHTGCN,
                                Map.of("dimension", "64"),
                                new Size(200_000, 50_000, 1_000_000, 0, Map.of()))
                        .bytes())
                .isGreaterThan(of(
                                ModelKind.LIGHTGCN,
                                Map.of("dimension", "64"),
                                new Size(100_000, 50_000, 500_000, 0, Map.of()))
                        .bytes())
                .isGreaterThan(of(ModelKind.POPULARITY, Map.of(), SHOP).bytes());
        assertThat(of(ModelKind.FREEDOM, Map.of("features.pca", "64"), SHOP).bytes())
                .isLessThan(of(ModelKind.FREEDOM, Map.of(), SHOP).bytes());
    }

    @Test
    void whatIsLearnedIsARowOfEachUserAndItem() {
        assertThat(of(ModelKind.LIGHTGCN, Map.of("dimension", "64"), SHOP).learned())
                .isEqualTo(150_000 * 64);
    }

    @Test
    void aRunThatDoesNotFitIsRefusedWithTheFiguresInMemoryAndOnTheGpu() {
        var estimate = new MemoryEstimate(9_600_000, 900L << 20, 500L << 20);
        assertThatCode(() -> estimate.requireAtMost(900L << 20)).doesNotThrowAnyException();
        assertThatCode(() -> estimate.requireOnGpu(500L << 20)).doesNotThrowAnyException();
        assertThatThrownBy(() -> estimate.requireAtMost(899L << 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "this training would learn 9,600,000 numbers and take about 900 MB, and 899 MB are free.");
        assertThatThrownBy(() -> estimate.requireOnGpu(499L << 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("this training would learn 9,600,000 numbers and take about 500 MB on the GPU,"
                        + " and 499 MB are free.");
    }

    /** What lies on a GPU is a part of what a run takes. */
    @Test
    void aGpuHoldsAPart() {
        MemoryEstimate large =
                of(ModelKind.LIGHTGCN, Map.of(), new Size(2_000_000, 1_000_000, 20_000_000, 0, Map.of()));
        assertThat(large.onGpu()).isBetween(large.bytes() / 4, large.bytes());
    }
}
