package dev.tessera.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.training.evaluate.Metrics;
import dev.tessera.training.publish.Provenance;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.Particulars;
import dev.tessera.training.recommender.Popularity;
import dev.tessera.training.recommender.ServingForm;
import dev.tessera.training.run.FeaturePreparation;
import dev.tessera.training.run.TrainingConfig;
import dev.tessera.training.run.TrainingResult;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingSettingsTest {
    private static TrainingConfig config(ModelKind kind, String... changed) {
        Map<String, String> map = new TreeMap<>();
        for (int k = 0; k < changed.length; k += 2) {
            map.put(changed[k], changed[k + 1]);
        }
        return TrainingSettings.of(map).config(kind, IdentityKind.ID, 5);
    }

    @ParameterizedTest
    @EnumSource(ModelKind.class)
    void every_model_has_defaults_and_keeps_the_seed(ModelKind kind) {
        TrainingConfig config = config(kind);
        assertThat(config.model().kind()).isEqualTo(kind);
        assertThat(config.seed()).isEqualTo(5);
        assertThat(config.features()).isEqualTo(new FeaturePreparation(0, FeaturePreparation.ALL));
    }

    @Test
    void a_model_has_defaults_of_its_own_and_a_change_goes_before_them() {
        assertThat(config(ModelKind.LIGHTGCN).batchSize()).isEqualTo(2048);
        assertThat(config(ModelKind.IDSF).batchSize()).isEqualTo(1024);
        assertThat(config(ModelKind.IDSF, "batch", "77").batchSize()).isEqualTo(77);
    }

    @Test
    void idsf_without_its_content_contrasts_nothing() {
        var particulars = (Particulars.Idsf)
                config(ModelKind.IDSF, "content", "off", "beta", "0.7").model().particulars();
        assertThat(particulars.beta()).isZero();
    }

    @Test
    void the_codebook_is_cut_as_told() {
        assertThat(TrainingSettings.of(Map.of()).codebook()).isEqualTo(new CodebookSize(8, null, false));
        assertThat(TrainingSettings.of(Map.of("slots", "4", "codes", "32", "rotation", "on"))
                        .codebook())
                .isEqualTo(new CodebookSize(4, 32, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            idsf     | l2.on             | items   | l2.on
            idsf     | l2.on             | items   | parameters or batch
            idsf     | gamma             | much    | gamma
            lightgcn | fan.out           | 10-5    | such as 10+5
            lightgcn | fan.out           | 10      | fan.out
            lightgcn | dimension         | 0       | dimension
            lightgcn | dimension         | 12.5    | a whole number
            lightgcn | features.stripped | 1.5     | stripped
            lightgcn | features.stripped | half    | features.stripped
            lightgcn | features.pca      | 0       | from 1 on, or off
            idsf     | contrast.sample   | 0       | from 1 on, or all
            lightgcn | cross.scope       | both    | agnostic, specific
            lightgcn | modalities        | smell   | text+image+audio
            lightgcn | gamma             | 0.3     | lightgcn has no setting 'gamma'
            """)
    void a_wrong_value_is_refused_with_its_name(String model, String key, String value, String says) {
        ModelKind kind = ModelKind.valueOf(model.toUpperCase(Locale.ROOT));
        assertThatThrownBy(() -> config(kind, key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says)
                .hasMessageContaining(value.equals("0.3") ? key : value);
    }

    /** What a run was told must be in its record, or it could not be run again. */
    @ParameterizedTest
    @EnumSource(ModelKind.class)
    void every_setting_of_a_model_is_in_its_provenance(ModelKind kind) {
        Csr none = Csr.of(0, 0, new int[0], new int[0]);
        IdIndex<ItemId> items = IdIndex.empty();
        var subgraph = new Subgraph(IdIndex.empty(), items, none, none, none, Map.of(), null);
        var metrics = new Metrics(Map.of(), 0);
        ServingForm form = new Popularity(items, DenseMatrix.zeros(0, 1));
        var result = new TrainingResult(form, 1, 1, 0, 0, 0, metrics, metrics, "cpu()");
        Set<String> told = new TreeSet<>(TrainingSettings.names(kind));
        told.removeAll(Set.of("slots", "codes", "rotation")); // the codebook's, see Experiment and the Codebook node
        assertThat(Provenance.of(subgraph, config(kind), result).configuration())
                .containsKeys(told.toArray(String[]::new));
    }

    @Test
    void what_is_counted_has_no_tokens() {
        assertThatThrownBy(() -> TrainingSettings.of(Map.of()).config(ModelKind.ITEM_KNN, IdentityKind.TOKENS, 1))
                .hasMessageStartingWith("item-knn counts and learns nothing, so it has no identity tokens");
    }

    @Test
    void an_unknown_name_is_refused_with_all_there_are() {
        assertThatThrownBy(() -> TrainingSettings.of(Map.of("dimensions", "64")))
                .hasMessageStartingWith("there is no setting 'dimensions'. There are: ")
                .hasMessageContaining("dimension,")
                .hasMessageContaining("feature.weight");
    }
}
