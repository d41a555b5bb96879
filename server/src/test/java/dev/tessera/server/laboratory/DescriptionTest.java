package dev.tessera.server.laboratory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.Particulars;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Seeds, grids and entries as people write them. */
class DescriptionTest {
    @Test
    void seeds_are_a_range_or_a_list() {
        assertThat(Seeds.parse("1..5")).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(Seeds.parse("4..4")).containsExactly(4L);
        assertThat(Seeds.parse("7, 1,2")).containsExactly(7L, 1L, 2L);
    }

    @Test
    void seeds_that_name_none_or_one_twice_are_refused() {
        assertThatThrownBy(() -> Seeds.parse("5..1")).hasMessage("--seeds 5..1 is empty. Maybe 1..5?");
        assertThatThrownBy(() -> Seeds.parse("1,2,1")).hasMessage("--seeds 1,2,1 names a seed twice");
        assertThatThrownBy(() -> Seeds.parse("1..100000")).hasMessage("--seeds 1..100000 are more than 100");
        Stream.of("", "a", "1..", "1..2..3", "1,,2", "1.5").forEach(text -> assertThatThrownBy(() -> Seeds.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--seeds should be like 1..5 or 1,2,7, was '" + text + "'"));
    }

    @Test
    void a_grid_is_every_combination() {
        assertThat(Grid.points(List.of("lr=1e-3,1e-2", "layers=1,2,3")))
                .containsExactly(
                        Map.of("lr", "1e-3", "layers", "1"),
                        Map.of("lr", "1e-3", "layers", "2"),
                        Map.of("lr", "1e-3", "layers", "3"),
                        Map.of("lr", "1e-2", "layers", "1"),
                        Map.of("lr", "1e-2", "layers", "2"),
                        Map.of("lr", "1e-2", "layers", "3"));
        assertThat(Grid.points(List.of())).containsExactly(Map.of());
    }

    @Test
    void a_grid_without_a_key_a_value_or_sense_is_refused() {
        Stream.of("lr", "=1", "lr=", "lr=1,,2", "").forEach(axis -> assertThatThrownBy(() -> Grid.points(List.of(axis)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--grid should be like lr=1e-3,1e-2, was '" + axis + "'"));
        assertThatThrownBy(() -> Grid.points(List.of("lr=1,1"))).hasMessageContaining("names a value twice");
        assertThatThrownBy(() -> Grid.points(List.of("lr=1", "lr=2"))).hasMessageContaining("the key was there before");
    }

    @Test
    void a_point_changes_what_was_set_for_all_and_gives_the_candidate_its_name() {
        Candidate model = Candidate.of(ModelKind.BPR, IdentityKind.ID, Map.of("lr", "1e-3", "epochs", "5"));
        assertThat(model.across(Grid.points(List.of("lr=1e-2,1e-1"))))
                .extracting(Candidate::name, c -> c.settings().get("lr"), c -> c.settings()
                        .get("epochs"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("lr=1e-2", "1e-2", "5"),
                        org.assertj.core.groups.Tuple.tuple("lr=1e-1", "1e-1", "5"));
    }

    @Test
    void an_entry_names_a_model_and_may_name_its_identity_and_have_settings_of_its_own() {
        List<Candidate> entries = Entries.parse(
                "popularity,lightgcn,lightgcn:tokens",
                IdentityKind.ID,
                Map.of("lr", "1e-2", "lightgcn.lr", "1e-4", "lightgcn:tokens.cross.depth", "2"));
        assertThat(entries).extracting(Candidate::name).containsExactly("popularity", "lightgcn", "lightgcn:tokens");
        assertThat(entries)
                .extracting(Candidate::identity)
                .containsExactly(IdentityKind.ID, IdentityKind.ID, IdentityKind.TOKENS);
        assertThat(entries)
                .extracting(Candidate::settings)
                .containsExactly(Map.of("lr", "1e-2"), Map.of("lr", "1e-4"), Map.of("lr", "1e-2", "cross.depth", "2"));
    }

    @Test
    void entries_that_are_one_thing_twice_or_nothing_are_refused() {
        assertThatThrownBy(() -> Entries.parse("bpr", IdentityKind.ID, Map.of()))
                .hasMessageContaining("two models");
        assertThatThrownBy(() -> Entries.parse("bpr,", IdentityKind.ID, Map.of()))
                .hasMessageContaining("two models");
        assertThatThrownBy(() -> Entries.parse("bpr,bpr:id", IdentityKind.ID, Map.of()))
                .hasMessage("--compare bpr,bpr:id has bpr:id twice");
        assertThatThrownBy(() -> Entries.parse("bpr,pop", IdentityKind.ID, Map.of()))
                .hasMessageStartingWith("there is no model 'pop'. There are: ");
        assertThatThrownBy(() -> Entries.parse("bpr,bpr:name", IdentityKind.ID, Map.of()))
                .hasMessageStartingWith("there is no identity 'name'");
    }

    @Test
    void ablations_are_the_model_and_four_that_each_lack_a_part() {
        List<Candidate> all = Variants.ABLATIONS.of(ModelKind.IDSF, IdentityKind.ID, Map.of("epochs", "3"), List.of());
        assertThat(all.stream().map(Candidate::name))
                .containsExactly(
                        "idsf", "without content", "without contrast", "content without ids", "structure without ids");
        List<Particulars.Idsf> parts = all.stream()
                .map(c -> (Particulars.Idsf) c.config(1).model().particulars())
                .toList();
        assertThat(parts.stream().map(Particulars.Idsf::hasContent)).containsExactly(true, false, true, true, true);
        assertThat(parts.stream().map(p -> p.beta() > 0)).containsExactly(true, false, false, true, true);
        assertThat(parts.stream().map(Particulars.Idsf::hasContentIds)).containsExactly(true, true, true, false, true);
        assertThat(parts.stream().map(p -> p.gamma() > 0)).containsExactly(true, true, true, true, false);
        assertThat(all.stream().map(c -> c.config(1).epochs())).containsOnly(3);
    }

    @Test
    void each_modality_is_tried_alone_with_ids_and_without() {
        List<Candidate> all = Variants.MODALITIES.of(
                ModelKind.IDSF, IdentityKind.ID, Map.of(), List.of(Modality.TEXT, Modality.AUDIO));
        assertThat(all.stream().map(Candidate::name))
                .containsExactly(
                        "idsf",
                        "text with ids",
                        "text without ids",
                        "audio with ids",
                        "audio without ids",
                        "0.3 of items stripped",
                        "0.6 of items stripped");
        assertThat(all.get(5).config(1).features().stripped()).isEqualTo(0.3f);
        assertThat(all.get(3).config(1).model().modalities()).containsExactly(Modality.AUDIO);
        var without = (Particulars.Idsf) all.get(2).config(1).model().particulars();
        assertThat(without.hasContentIds()).isFalse();
        assertThat(without.gamma()).isZero();
    }

    @Test
    void only_idsf_can_be_taken_apart() {
        assertThatThrownBy(() -> Variants.ABLATIONS.of(ModelKind.LIGHTGCN, IdentityKind.ID, Map.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--variants takes idsf apart, not lightgcn");
        assertThatThrownBy(() -> Variants.of("tables")).hasMessageContaining("ablations or modalities");
    }
}
