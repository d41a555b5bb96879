package dev.tessera.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.Particulars;
import dev.tessera.training.run.FeaturePreparation;
import dev.tessera.training.run.TrainingConfig;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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

    @Test
    void an_unknown_name_is_refused_with_all_there_are() {
        assertThatThrownBy(() -> TrainingSettings.of(Map.of("dimensions", "64")))
                .hasMessageStartingWith("there is no setting 'dimensions'. There are: ")
                .hasMessageContaining("dimension,")
                .hasMessageContaining("feature.weight");
    }
}
