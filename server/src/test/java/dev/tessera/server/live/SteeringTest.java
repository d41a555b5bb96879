package dev.tessera.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Filters, sessions, steering, diversity and counterfactuals, over the API. */
@ExtendWith(SharedGraph.class)
class SteeringTest {
    private static final String LIST =
            "nodes { item { id categories tokens { token { id } } } score rank source diversityPenalty";

    @TempDir
    private static Path folder;

    private static LiveShop shop;

    @BeforeAll
    static void open(Graph graph) throws Exception {
        shop = new LiveShop(graph, folder, Set.of());
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    private static JsonNode recommendations(String arguments, String fields) {
        return shop.data("{ recommendations(" + arguments + ") { " + fields + " } } }")
                .at("/recommendations/nodes");
    }

    private static List<String> ids(JsonNode nodes) {
        List<String> ids = new ArrayList<>();
        nodes.forEach(n -> ids.add(n.at("/item/id").asText()));
        return ids;
    }

    private static Set<String> tokens(JsonNode node) {
        Set<String> tokens = new HashSet<>();
        node.at("/item/tokens").forEach(t -> tokens.add(t.at("/token/id").asText()));
        return tokens;
    }

    @Test
    void a_filter_leaves_the_order_of_what_it_lets_through_and_the_page_is_full() {
        JsonNode all = recommendations("for: {userId: \"15\"}, first: 200", LIST);
        JsonNode comedies = recommendations(
                "for: {userId: \"15\"}, first: 20, where: {AND: [{categories: {eq: \"Comedy\"}}, {NOT: {categories: {in: [\"Drama\"]}}}]}",
                LIST);
        List<String> expected = new ArrayList<>();
        all.forEach(n -> {
            String categories = n.at("/item/categories").toString();
            if (categories.contains("\"Comedy\"") && !categories.contains("\"Drama\"") && expected.size() < 20) {
                expected.add(n.at("/item/id").asText());
            }
        });
        assertThat(expected).hasSize(20);
        assertThat(ids(comedies)).isEqualTo(expected);
        JsonNode explained = shop.data(
                "{ explanation(for: {userId: \"15\"}, itemId: \"" + expected.get(4)
                        + "\", where: {AND: [{categories: {eq: \"Comedy\"}}, {NOT: {categories: {in: [\"Drama\"]}}}]}) { rank } }");
        assertThat(explained.at("/explanation/rank").asInt()).isEqualTo(5);
        assertThat(shop.errorCode("{ items(where: {brand: {}}) { totalCount } }"))
                .isEqualTo("BAD_USER_INPUT");
    }

    @Test
    void a_session_is_served_by_what_it_likes_and_dislikes_and_never_shows_either() {
        JsonNode liked = recommendations("for: {session: {liked: [\"28\", \"49\"]}}, first: 20", LIST);
        JsonNode both =
                recommendations("for: {session: {liked: [\"28\", \"49\"], disliked: [\"340\"]}}, first: 20", LIST);
        JsonNode nothing = recommendations("for: {session: {liked: [\"no such item\"]}}, first: 3", LIST);
        assertThat(ids(liked)).doesNotContain("28", "49");
        assertThat(ids(both)).doesNotContain("28", "49", "340").isNotEqualTo(ids(liked));
        liked.forEach(n -> assertThat(n.get("source").asText()).isEqualTo("SESSION"));
        nothing.forEach(n -> assertThat(n.get("source").asText()).isEqualTo("FALLBACK_POPULAR"));
        JsonNode explained = shop.data(
                        "{ explanation(for: {session: {liked: [\"28\", \"49\"], disliked: [\"340\"]}}, itemId: \""
                                + ids(both).getFirst()
                                + "\") { score base historyTotal rank history { item { id } contribution } } }")
                .get("explanation");
        assertThat(explained.get("history")).hasSize(3);
        assertThat(explained.get("rank").asInt()).isEqualTo(1);
        assertThat(explained.get("base").asDouble()
                        + explained.get("historyTotal").asDouble())
                .isCloseTo(explained.get("score").asDouble(), within(1e-4));
    }

    @Test
    void steering_orders_by_score_and_steering_and_changes_only_what_carries_the_token() {
        JsonNode plain = recommendations("for: {userId: \"15\"}, first: 100", LIST);
        String token = tokens(plain.get(0)).iterator().next();
        JsonNode steered = recommendations(
                "for: {userId: \"15\"}, first: 100, steer: [{tokenId: \"" + token + "\", weight: 0}]",
                LIST + " explanation { score steering rank }");
        boolean isMoved = false;
        double above = Double.POSITIVE_INFINITY;
        for (JsonNode node : steered) {
            double steering = node.at("/explanation/steering").asDouble();
            double sum = node.get("score").asDouble() + steering;
            assertThat(steering != 0).isEqualTo(tokens(node).contains(token));
            assertThat(node.at("/explanation/score").asDouble())
                    .isEqualTo(node.get("score").asDouble());
            assertThat(node.at("/explanation/rank").asInt())
                    .isEqualTo(node.get("rank").asInt());
            assertThat(sum).isLessThanOrEqualTo(above + 1e-5);
            above = sum;
            isMoved |= steering != 0;
        }
        assertThat(isMoved).isTrue();
        assertThat(ids(steered)).isNotEqualTo(ids(plain));
        assertThat(shop.errorCode("{ recommendations(for: {userId: \"15\"}, steer: [{tokenId: \"" + token
                        + "\", weight: 4.5}]) { nodes { rank } } }"))
                .isEqualTo("BAD_USER_INPUT");
        assertThat(
                        shop.errorCode(
                                "{ recommendations(for: {userId: \"15\"}, steer: [{tokenId: \"other/text/0/0\", weight: 0}]) { nodes { rank } } }"))
                .isEqualTo("BAD_USER_INPUT");
    }

    @Test
    void diversity_takes_the_greatest_score_less_penalty_each_time_and_its_pages_repeat_nothing() {
        JsonNode first = shop.data("{ recommendations(for: {userId: \"22\"}, first: 150, diversity: 0.6) { " + LIST
                        + " } pageInfo { endCursor } } }")
                .get("recommendations");
        JsonNode nodes = first.get("nodes");
        for (int k = 1; k < 10; k++) {
            double overlap = 0;
            for (int before = 0; before < k; before++) {
                Set<String> common = tokens(nodes.get(k));
                common.retainAll(tokens(nodes.get(before)));
                overlap = Math.max(overlap, common.size() / 16.0);
            }
            double spread = nodes.get(k).get("diversityPenalty").asDouble();
            assertThat(spread == 0).isEqualTo(overlap == 0);
        }
        List<Double> values = new ArrayList<>();
        nodes.forEach(n ->
                values.add(n.get("score").asDouble() - n.get("diversityPenalty").asDouble()));
        assertThat(values).isSortedAccordingTo(Comparator.reverseOrder());
        JsonNode second = shop.data("{ recommendations(for: {userId: \"22\"}, first: 150, diversity: 0.6, after: \""
                        + first.at("/pageInfo/endCursor").asText() + "\") { " + LIST + " } } }")
                .at("/recommendations/nodes");
        Set<String> all = new HashSet<>(ids(nodes));
        all.addAll(ids(second));
        assertThat(all).hasSize(300);
        assertThat(second.get(0).get("rank").asInt()).isEqualTo(151);
        assertThat(shop.errorCode("{ recommendations(for: {userId: \"22\"}, diversity: 2) { nodes { rank } } }"))
                .isEqualTo("BAD_USER_INPUT");
    }

    @Test
    void a_counterfactual_is_what_a_list_without_the_event_and_with_the_token_muted_would_say() {
        JsonNode best = recommendations("for: {userId: \"23\"}, first: 1", LIST).get(0);
        String item = best.at("/item/id").asText();
        String token = tokens(best).iterator().next();
        String chosen = shop.data("{ explanation(for: {userId: \"23\"}, itemId: \"" + item
                        + "\") { history(first: 1) { item { id } } } }")
                .at("/explanation/history/0/item/id")
                .asText();
        JsonNode explanation = shop.data("{ explanation(for: {userId: \"23\"}, itemId: \"" + item + "\") {"
                        + " without: counterfactual(removeItems: [\"" + chosen
                        + "\"]) { score rank scoreBefore rankBefore }"
                        + " muted: counterfactual(muteTokens: [\"" + token + "\"]) { score rank } } }")
                .get("explanation");
        assertThat(explanation.at("/without/rankBefore").asInt()).isEqualTo(1);
        assertThat(explanation.at("/without/scoreBefore").asDouble())
                .isEqualTo(best.get("score").asDouble());
        JsonNode muted = shop.data("{ explanation(for: {userId: \"23\"}, itemId: \"" + item + "\", steer: [{tokenId: \""
                        + token + "\", weight: 0}]) { score steering rank } }")
                .get("explanation");
        assertThat(explanation.at("/muted/score").asDouble())
                .isCloseTo(muted.get("score").asDouble() + muted.get("steering").asDouble(), within(1e-5));
        assertThat(explanation.at("/muted/rank").asInt())
                .isEqualTo(muted.get("rank").asInt());
        assertThat(shop.errorCode("{ explanation(for: {userId: \"23\"}, itemId: \"" + item
                        + "\") { counterfactual(removeItems: [\"" + item + "\"]) { score } } }"))
                .isEqualTo("BAD_USER_INPUT");
        List<String> events = new ArrayList<>();
        shop.data("{ user(id: \"23\") { history(first: 200) { nodes { id item { id } } } } }")
                .at("/user/history/nodes")
                .forEach(n -> {
                    if (n.at("/item/id").asText().equals(chosen)) {
                        events.add("\"" + n.get("id").asText() + "\"");
                    }
                });
        shop.data("mutation { deleteInteractions(eventIds: [" + String.join(", ", events) + "]) { deleted } }");
        JsonNode list = recommendations(
                "for: {userId: \"23\"}, first: 200, exclude: [\"" + chosen + "\"]", "nodes { item { id } score");
        int rank = explanation.at("/without/rank").asInt();
        assertThat(ids(list).get(rank - 1)).isEqualTo(item);
        assertThat(list.get(rank - 1).get("score").asDouble())
                .isCloseTo(explanation.at("/without/score").asDouble(), within(1e-4));
    }

    @Test
    void a_similar_item_says_which_tokens_it_shares() {
        JsonNode data = shop.data(
                "{ item(id: \"28\") { tokens { token { id } } similar(first: 5) { item { tokens { token { id } } } sharedTokens(first: 20) { id } } } }");
        Set<String> own = new HashSet<>();
        data.at("/item/tokens").forEach(t -> own.add(t.at("/token/id").asText()));
        for (JsonNode similar : data.at("/item/similar")) {
            Set<String> common = tokens(similar);
            common.retainAll(own);
            Set<String> shared = new HashSet<>();
            similar.get("sharedTokens").forEach(t -> shared.add(t.get("id").asText()));
            assertThat(shared).isEqualTo(common);
        }
        assertThat(data.at("/item/similar")).hasSize(5);
    }
}
