package dev.tessera.server.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.RecommendationPage;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.schema.idl.SchemaParser;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphQlSchemaTest {
    private static List<String> served(String name) {
        return new SchemaParser()
                        .parse(ServedSchema.text())
                        .getTypeOrNull(name, EnumTypeDefinition.class)
                        .getEnumValueDefinitions()
                        .stream()
                        .map(EnumValueDefinition::getName)
                        .toList();
    }

    private static List<String> names(Enum<?>... values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    @Test
    void enumerations_have_the_values_that_can_occur_and_no_others() {
        assertThat(served("Modality")).isEqualTo(names(Modality.values()));
        assertThat(served("ModelKind")).isEqualTo(names(ModelKind.values()));
        assertThat(served("ItemIdentity")).isEqualTo(names(IdentityKind.values()));
        assertThat(served("RecommendationSource")).isEqualTo(names(RecommendationPage.Source.values()));
        assertThat(served("ExplanationMethod")).isEqualTo(names(Explanation.Method.values()));
    }
}
