package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads codebooks back from the graph. */
public final class TokenReader {
    private TokenReader() {}

    /** {@return the codebook made last, or null where there is none} */
    public static @Nullable CodebookId newest(GraphTransaction tx) {
        return codebook(tx, "newest_codebook");
    }

    /** {@return the codebook of the active model, else the one made last; null where there is none} */
    public static @Nullable CodebookId inUse(GraphTransaction tx) {
        return codebook(tx, "codebook_in_use");
    }

    private static @Nullable CodebookId codebook(GraphTransaction tx, String query) {
        List<Row> rows = tx.run(query);
        return rows.isEmpty() ? null : new CodebookId(rows.getFirst().string("codebook"));
    }

    /** {@return the tokens of {@code items}; items that carry none of the codebook have none} */
    public static TokenCodes codes(GraphTransaction tx, CodebookId codebook, IdIndex<ItemId> items) {
        Map<String, String> of = Map.of("codebook", codebook.value());
        List<TokenId> tokens = tx.run("tokens_of_codebook", of).stream()
                .map(r -> TokenId.parse(r.string("token")))
                .sorted(java.util.Comparator.comparing(TokenId::modality)
                        .thenComparing(TokenId::slot)
                        .thenComparing(TokenId::code))
                .toList();
        Map<TokenId, Integer> rowOf = new HashMap<>();
        List<TokenId> firstOfSlot = new ArrayList<>();
        for (TokenId token : tokens) {
            rowOf.put(token, rowOf.size());
            if (token.code() == 0) {
                firstOfSlot.add(token);
            }
        }
        int[] rows = new int[items.size() * firstOfSlot.size()];
        Arrays.fill(rows, TokenCodes.ABSENT);
        for (Row carrier : tx.run("item_tokens_of_codebook", of)) {
            int item = items.rowOf(new ItemId(carrier.string("item")));
            if (item != IdIndex.ABSENT) {
                place(carrier.strings("tokens"), item * firstOfSlot.size(), firstOfSlot, rowOf, rows);
            }
        }
        List<Modality> modalities = firstOfSlot.stream().map(TokenId::modality).toList();
        return new TokenCodes(codebook, tokens, modalities, rows);
    }

    private static void place(
            List<String> carried, int from, List<TokenId> firstOfSlot, Map<TokenId, Integer> rowOf, int[] rows) {
        for (String text : carried) {
            TokenId token = TokenId.parse(text);
            var first = new TokenId(token.codebook(), token.modality(), token.slot(), 0);
            rows[from + firstOfSlot.indexOf(first)] = rowOf.getOrDefault(token, TokenCodes.ABSENT);
        }
    }
}
