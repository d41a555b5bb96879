package dev.tessera.graphmodel.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IdIndexTest {
    @Test
    void rows_follow_the_ids_order_and_duplicates_count_once() {
        var index = IdIndex.of(List.of(new ItemId("b"), new ItemId("a"), new ItemId("b")));
        assertThat(index.ids()).containsExactly(new ItemId("a"), new ItemId("b"));
        assertThat(index.rowOf(new ItemId("b"))).isEqualTo(1);
        assertThat(index.rowOf(new ItemId("c"))).isEqualTo(IdIndex.ABSENT);
    }

    @Property
    void an_id_and_its_row_lead_to_each_other(@ForAll List<Integer> ids) {
        var index = IdIndex.of(ids);
        assertThat(ids).allMatch(id -> index.idOf(index.rowOf(id)).equals(id));
        assertThat(index.ids()).isSorted().doesNotHaveDuplicates().hasSize(index.size());
    }
}
