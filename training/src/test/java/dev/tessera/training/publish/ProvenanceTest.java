package dev.tessera.training.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.fixture.Subgraphs;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    private static final Subgraph DATA = Subgraphs.smallWithFeatures();

    private static Subgraph withText(Features text) {
        Map<Modality, Features> features = new EnumMap<>(DATA.features());
        features.put(Modality.TEXT, text);
        return DATA.with(features, DATA.codes());
    }

    @Test
    void the_same_data_has_the_same_checksum() {
        assertThat(Provenance.checksum(Subgraphs.smallWithFeatures())).isEqualTo(Provenance.checksum(DATA));
    }

    @Test
    void other_features_or_tokens_have_another() {
        String checksum = Provenance.checksum(DATA);
        Features text = Objects.requireNonNull(DATA.features().get(Modality.TEXT));
        float[] values = text.matrix().values().clone();
        values[0] += 1e-6f + Math.ulp(values[0]);
        var present = new BitSet();
        var fewer = new BitSet();
        for (int item = 0; item < text.matrix().rows(); item++) {
            present.set(item, text.isPresent(item));
            fewer.set(item, text.isPresent(item));
        }
        fewer.clear(present.length() - 1);
        DenseMatrix changed =
                new DenseMatrix(text.matrix().rows(), text.matrix().columns(), values);
        assertThat(Provenance.checksum(withText(new Features(changed, present))))
                .isNotEqualTo(checksum);
        assertThat(Provenance.checksum(withText(new Features(text.matrix(), fewer))))
                .isNotEqualTo(checksum);
        assertThat(Provenance.checksum(DATA.with(DATA.features(), null))).isNotEqualTo(checksum);
        assertThat(Provenance.checksum(DATA.with(Map.of(), DATA.codes()))).isNotEqualTo(checksum);
    }
}
