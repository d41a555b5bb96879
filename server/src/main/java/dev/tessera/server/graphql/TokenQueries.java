package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads tokens from the graph. */
final class TokenQueries {
    private static final String NO_CODEBOOK = "";

    /**
     * A part of the list of items that carry a token.
     *
     * @param skip how many of the nearest to leave out
     */
    record ItemsPage(TokenId token, PageRequest page, int skip) {}

    private final Graph graph;

    TokenQueries(Graph graph) {
        this.graph = graph;
    }

    Map<TokenId, TokenView> byId(Set<TokenId> ids) {
        Map<String, Object> parameters =
                Map.of("tokens", ids.stream().map(TokenId::toString).toList());
        Map<TokenId, TokenView> found = new HashMap<>();
        for (Row row : graph.read(tx -> tx.run("tokens_by_id", parameters))) {
            TokenId id = TokenId.parse(row.string("token"));
            String label = row.stringOrNull("label");
            found.put(id, TokenView.of(id, label == null || label.isEmpty() ? null : label, row.count("items")));
        }
        return found;
    }

    /** {@return what the items carry of the codebook in use} */
    Map<ItemId, List<ItemTokenView>> ofItems(Set<ItemId> ids) {
        Map<ItemId, List<ItemTokenView>> carried = new HashMap<>();
        ids.forEach(i -> carried.put(i, new ArrayList<>()));
        List<String> values = ids.stream().map(ItemId::value).toList();
        List<Row> rows =
                graph.read(tx -> tx.run("tokens_of_items", Map.of("items", values, "codebook", codebookInUse(tx))));
        for (Row row : rows) {
            var token =
                    new ItemTokenView(TokenId.parse(row.string("token")), row.count("slot"), row.number("distance"));
            carried.computeIfAbsent(new ItemId(row.string("item")), i -> new ArrayList<>())
                    .add(token);
        }
        return carried;
    }

    Map<ItemsPage, Connection<ItemId>> items(Set<ItemsPage> pages) {
        List<ItemsPage> asked = List.copyOf(pages);
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (int k = 0; k < asked.size(); k++) {
            ItemsPage page = asked.get(k);
            parameters.add(Map.of(
                    "number", k,
                    "token", page.token().toString(),
                    "skip", page.skip(),
                    "limit", page.page().limit()));
        }
        Map<ItemsPage, Connection<ItemId>> found = new HashMap<>();
        for (Row row : graph.read(tx -> tx.run("pages_of_token_items", Map.of("pages", parameters)))) {
            ItemsPage page = asked.get(row.count("number"));
            found.put(page, items(page, row));
        }
        return found;
    }

    private static Connection<ItemId> items(ItemsPage asked, Row row) {
        List<ItemId> ids = row.strings("items").stream().map(ItemId::new).toList();
        int total = row.count("total");
        return Connection.of(ids, asked.page(), (k, item) -> Cursors.OFFSET.write(asked.skip() + k + 1), () -> total);
    }

    /** {@return tokens of one codebook by modality, slot and code; the first page chooses the codebook in use} */
    Connection<TokenId> all(@Nullable Modality modality, PageRequest page) {
        Map<String, Object> parameters = new HashMap<>(after(page));
        parameters.put("modality", nameOrEmpty(modality));
        parameters.put("limit", page.limit());
        List<TokenId> found = graph.read(tx -> {
            parameters.computeIfAbsent("codebook", k -> codebookInUse(tx));
            return ids(tx.run("page_of_tokens", parameters));
        });
        return Connection.of(
                found,
                page,
                (k, token) -> Cursors.TOKEN.write(token.toString()),
                () -> count("count_tokens", parameters));
    }

    /** {@return tokens of the codebook in use whose labels have words of the text, the most relevant first} */
    Connection<TokenId> search(SearchText text, @Nullable Modality modality, PageRequest page) {
        int skip = Cursors.OFFSET.readOffset(page);
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("search", text.query());
        parameters.put("modality", nameOrEmpty(modality));
        parameters.put("skip", skip);
        parameters.put("limit", page.limit());
        List<TokenId> found = graph.read(tx -> {
            parameters.put("codebook", codebookInUse(tx));
            return ids(tx.run("page_of_tokens_by_text", parameters));
        });
        return Connection.of(
                found,
                page,
                (k, token) -> Cursors.OFFSET.write(skip + k + 1),
                () -> count("count_tokens_by_text", parameters));
    }

    private int count(String statement, Map<String, Object> parameters) {
        return graph.read(tx -> tx.run(statement, parameters)).getFirst().count("total");
    }

    /** {@return where the page begins; with a cursor also the codebook, so that later pages stay in that of the first} */
    private static Map<String, Object> after(PageRequest page) {
        String cursor = page.after();
        if (cursor == null) {
            return Map.of("afterModality", "", "afterSlot", 0, "afterCode", 0);
        }
        try {
            TokenId token = TokenId.parse(Cursors.TOKEN.read(cursor));
            return Map.of(
                    "codebook", token.codebook().value(),
                    "afterModality", token.modality().name(),
                    "afterSlot", token.slot(),
                    "afterCode", token.code());
        } catch (IllegalArgumentException e) {
            throw Cursors.malformed(cursor);
        }
    }

    private static String codebookInUse(GraphTransaction tx) {
        List<Row> rows = tx.run("codebook_in_use");
        return rows.isEmpty() ? NO_CODEBOOK : rows.getFirst().string("codebook");
    }

    private static String nameOrEmpty(@Nullable Modality modality) {
        return modality == null ? "" : modality.name();
    }

    private static List<TokenId> ids(List<Row> rows) {
        return rows.stream().map(r -> TokenId.parse(r.string("token"))).toList();
    }
}
