package dev.tessera.graphmodel.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CsrTest {
    private static final int ROWS = 5;
    private static final int COLUMNS = 7;

    private record Pair(int row, int column) {}

    @Provide
    Arbitrary<List<Pair>> pairs() {
        return Arbitraries.integers()
                .between(0, ROWS * COLUMNS - 1)
                .map(k -> new Pair(k / COLUMNS, k % COLUMNS))
                .list()
                .ofMaxSize(60);
    }

    private static Csr csr(List<Pair> pairs) {
        return Csr.of(
                ROWS,
                COLUMNS,
                pairs.stream().mapToInt(Pair::row).toArray(),
                pairs.stream().mapToInt(Pair::column).toArray());
    }

    @Test
    void rows_are_sorted_and_an_empty_row_has_no_columns() {
        Csr csr = Csr.of(3, 4, new int[] {2, 0, 2, 2}, new int[] {3, 1, 0, 3});
        assertThat(csr.offsets()).containsExactly(0, 1, 1, 3);
        assertThat(csr.columns()).containsExactly(1, 0, 3);
        assertThat(csr.row(1)).isEmpty();
        assertThat(csr.degree(2)).isEqualTo(2);
    }

    @Test
    void a_position_outside_is_refused_with_its_value() {
        assertThatThrownBy(() -> Csr.of(2, 2, new int[] {1}, new int[] {2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("(1, 2) is outside 2 x 2");
    }

    @Property
    void it_contains_exactly_its_pairs_and_duplicates_count_once(@ForAll("pairs") List<Pair> pairs) {
        Csr csr = csr(pairs);
        Set<Pair> ones = new HashSet<>();
        for (int k = 0; k < ROWS * COLUMNS; k++) {
            var pair = new Pair(k / COLUMNS, k % COLUMNS);
            if (csr.contains(pair.row(), pair.column())) {
                ones.add(pair);
            }
        }
        assertThat(ones).isEqualTo(new HashSet<>(pairs)).hasSize(csr.size());
    }

    @Property
    void transposing_swaps_rows_and_columns_and_twice_is_nothing(@ForAll("pairs") List<Pair> pairs) {
        Csr csr = csr(pairs);
        Csr transposed = csr.transpose();
        assertThat(transposed.transpose()).isEqualTo(csr);
        assertThat(transposed.rowCount()).isEqualTo(COLUMNS);
        assertThat(pairs).allMatch(p -> transposed.contains(p.column(), p.row()));
        assertThat(transposed.size()).isEqualTo(csr.size());
    }
}
