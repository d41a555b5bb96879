package dev.tessera.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.store.ProjectionSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainingFilterTest {
    private static final ProjectionSpec VIEWS = new ProjectionSpec(Set.of("view"), Set.of(), null, null);

    private static ProjectionSpec spec(String... conditions) {
        return TrainingFilter.parse(List.of(conditions), VIEWS).spec();
    }

    @Test
    void categories_and_kinds_may_be_many_and_a_day_begins_at_midnight_utc() {
        assertThat(spec("category=tea", "category=cold drinks", "kind=buy", "from=2026-01-31"))
                .isEqualTo(new ProjectionSpec(
                        Set.of("buy"), Set.of("tea", "cold drinks"), Instant.parse("2026-01-31T00:00:00Z"), null));
        assertThat(spec("until=2026-01-31T12:00:00Z").until()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(spec("category=a=b").categories()).containsExactly("a=b");
    }

    @Test
    void where_no_kind_is_named_those_that_are_configured_count() {
        assertThat(spec()).isEqualTo(VIEWS);
        assertThat(spec("category=tea").kinds()).containsExactly("view");
    }

    @Test
    void the_conditions_are_a_setting_as_they_were_written() {
        var filter = TrainingFilter.parse(List.of("category=tea", "until=2026-01-31"), VIEWS);
        assertThat(filter.setting()).isEqualTo(Map.of("where", "category=tea until=2026-01-31"));
        assertThat(TrainingFilter.parse(List.of(), VIEWS).setting()).isEmpty();
    }

    @Test
    void what_cannot_be_understood_is_refused() {
        assertThatThrownBy(() -> spec("colour=red"))
                .hasMessage("--where colour=red: the keys are category, kind, from and until");
        assertThatThrownBy(() -> spec("category=")).hasMessageContaining("should be like category=NAME");
        assertThatThrownBy(() -> spec("from=31.1.2026"))
                .hasMessage("--where from=31.1.2026 should have a date such as 2026-01-31");
        assertThatThrownBy(() -> spec("from=2026-01-01", "from=2026-01-02"))
                .hasMessageContaining("the key was there before");
        assertThatThrownBy(() -> spec("from=2026-01-02", "until=2026-01-02"))
                .hasMessageContaining("leave no time between them");
    }
}
