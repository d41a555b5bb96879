package dev.tessera.server.serving;

import static dev.tessera.server.serving.PagedShop.USER;
import static dev.tessera.server.serving.PagedShop.end;
import static dev.tessera.server.serving.PagedShop.id;
import static dev.tessera.server.serving.PagedShop.token;
import static dev.tessera.server.serving.PagedShop.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cursor holds for the question that it came from, as it came. */
class CursorTest {
    private static final Audience SOMEBODY = new Audience.OfUser(USER);
    private static final ItemFilter ODD = new ItemFilter.OfBrand(Set.of("odd"));

    private final PagedShop shop = new PagedShop(CursorKey.random());

    private static Question question(
            @Nullable ItemFilter where, Set<ItemId> exclude, boolean includeSeen, Map<TokenId, Double> steer) {
        return new Question(SOMEBODY, where, exclude, includeSeen, steer);
    }

    private static Question where(ItemFilter where) {
        return question(where, Set.of(), false, Map.of());
    }

    private static Question except(String... ids) {
        Set<ItemId> exclude = Arrays.stream(ids).map(ItemId::new).collect(Collectors.toSet());
        return question(null, exclude, false, Map.of());
    }

    private void assertThatNoCursorPasses(Question question, Question other) {
        assertThat(shop.ask(other, 0, 4, end(shop.page(question, 0, 4, null)))).isInstanceOf(Outcome.BadInput.class);
        assertThat(shop.ask(question, 0, 4, end(shop.page(other, 0, 4, null)))).isInstanceOf(Outcome.BadInput.class);
    }

    @Test
    void a_cursor_is_refused_with_any_other_argument() {
        Question plain = Question.of(SOMEBODY);
        assertThatNoCursorPasses(plain, where(ODD));
        assertThatNoCursorPasses(where(ODD), where(new ItemFilter.Not(ODD)));
        assertThatNoCursorPasses(where(new ItemFilter.All(List.of(ODD))), where(new ItemFilter.Any(List.of(ODD))));
        assertThatNoCursorPasses(plain, except("i05"));
        assertThatNoCursorPasses(plain, question(null, Set.of(), true, Map.of()));
        assertThatNoCursorPasses(plain, question(null, Set.of(), false, Map.of(token(0), 2.0)));
        assertThatNoCursorPasses(
                question(null, Set.of(), false, Map.of(token(0), 2.0)),
                question(null, Set.of(), false, Map.of(token(0), 3.0)));
        assertThatNoCursorPasses(plain, Question.of(new Audience.Session(List.of(id(3)), List.of())));
        assertThatNoCursorPasses(
                Question.of(new Audience.Session(List.of(id(3), id(4)), List.of())),
                Question.of(new Audience.Session(List.of(id(3)), List.of(id(4)))));
        assertThat(shop.ask(plain, 0.5, 4, end(shop.page(plain, 0, 4, null)))).isInstanceOf(Outcome.BadInput.class);
        assertThat(shop.ask(plain, 0, 4, end(shop.page(plain, 0.5, 4, null)))).isInstanceOf(Outcome.BadInput.class);
    }

    @Test
    void ids_with_signs_between_them_pass_for_no_others() {
        assertThatNoCursorPasses(except("a, b"), except("a", "b"));
        assertThatNoCursorPasses(except("a]\nfalse\n{}"), except("a"));
        assertThatNoCursorPasses(
                where(new ItemFilter.Not(new ItemFilter.InCategory(Set.of("a, b")))),
                where(new ItemFilter.Not(new ItemFilter.InCategory(Set.of("a", "b")))));
        String after = end(value(
                shop.answers().similar(id(3), new ItemFilter.Not(new ItemFilter.OfBrand(Set.of("a, b"))), 4, null)));
        assertThat(shop.answers()
                        .similar(id(3), new ItemFilter.Not(new ItemFilter.OfBrand(Set.of("a", "b"))), 4, after))
                .isInstanceOf(Outcome.BadInput.class);
    }

    @Test
    void a_cursor_passes_whatever_the_order_of_sets() {
        var some = new Audience.Session(List.of(id(3), id(4), id(5)), List.of(id(7), id(8)));
        var same = new Audience.Session(List.of(id(5), id(3), id(4)), List.of(id(8), id(7)));
        String after = end(shop.page(Question.of(some), 0, 4, null));
        assertThat(shop.ask(Question.of(same), 0, 4, after)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void a_cursor_with_any_bit_changed_is_refused() {
        Question plain = Question.of(SOMEBODY);
        for (double diversity : new double[] {0, 0.5}) {
            byte[] cursor = Base64.getUrlDecoder().decode(end(shop.page(plain, diversity, 4, null)));
            for (int bit = 0; bit < 8 * cursor.length; bit++) {
                byte[] changed = cursor.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                String after = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
                assertThat(shop.ask(plain, diversity, 4, after)).isInstanceOf(Outcome.BadInput.class);
            }
        }
    }

    @Test
    void a_cursor_from_before_a_restart_is_known_for_one(@TempDir Path data) {
        Question plain = Question.of(SOMEBODY);
        String after = end(new PagedShop(CursorKey.in(data)).page(plain, 0, 4, null));
        assertThat(new PagedShop(CursorKey.in(data)).ask(plain, 0, 4, after)).isInstanceOf(Outcome.Conflict.class);
    }
}
