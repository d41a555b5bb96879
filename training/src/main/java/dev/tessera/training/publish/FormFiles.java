package dev.tessera.training.publish;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.training.recommender.AttentionForm;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.Factorised.OwnPart;
import dev.tessera.training.recommender.Popularity;
import dev.tessera.training.recommender.ServingForm;
import dev.tessera.training.recommender.SparseItems;
import dev.tessera.training.recommender.TokenCrossForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/** Writes serving forms to files and reads them back: items and tokens in one file, users in one of their own. */
final class FormFiles {
    static final String ITEMS = "items.safetensors";
    static final String USERS = "users.safetensors";

    /** Only there where the form can encode new items. */
    static final String ENCODER = "encoder.safetensors";

    private FormFiles() {}

    static void writeItems(ServingForm form, Path folder) throws IOException {
        switch (form) {
            case Popularity p ->
                new Safetensors()
                        .put("form", "popularity")
                        .putStrings("items", strings(p.items().ids()))
                        .put("counts", p.counts())
                        .write(folder.resolve(ITEMS));
            case SparseItems s ->
                new Safetensors()
                        .put("form", "sparse items")
                        .putStrings("items", strings(s.items().ids()))
                        .put("similarity.offsets", s.similarity().offsets())
                        .put("similarity.columns", s.similarity().columns())
                        .put("similarity.values", column(s.similarity().values()))
                        .write(folder.resolve(ITEMS));
            case Factorised f -> items(f).write(folder.resolve(ITEMS));
        }
    }

    static void writeEncoder(ServingForm form, Path folder) throws IOException {
        if (form instanceof Factorised f && f.encoder() != null) {
            EncoderFile.write(f.encoder(), folder.resolve(ENCODER));
        }
    }

    /** Writes the rows of all users but those that are gone. */
    static void writeUsers(ServingForm form, Predicate<UserId> gone, Path folder) throws IOException {
        var users = new Safetensors();
        switch (form) {
            case Popularity p -> {}
            case SparseItems s -> putTrained(users, s.users(), s.trained());
            case Factorised f ->
                putTrained(users, f.users(), f.trained()).put("base", f.base()).put("degrees", f.degrees());
        }
        ArtifactUsers.without(users, gone).write(folder.resolve(USERS));
    }

    private static Safetensors putTrained(Safetensors file, IdIndex<UserId> users, Csr trained) throws IOException {
        return file.putStrings("users", strings(users.ids()))
                .put("trained.offsets", trained.offsets())
                .put("trained.columns", trained.columns());
    }

    private static DenseMatrix column(float[] values) {
        return new DenseMatrix(values.length, 1, values);
    }

    private static Safetensors items(Factorised f) throws IOException {
        var file = new Safetensors()
                .put("form", "factorised")
                .put("folding", f.folding().name())
                .putStrings("items", strings(f.items().ids()))
                .put("embedding", f.embedding())
                .put("context", f.context())
                .put("known", f.known().stream().toArray());
        if (f.newcomer() != null) {
            file.put("newcomer", f.newcomer());
        }
        if (f.fusion() != null) {
            AttentionForm attention = f.fusion().attention();
            file.putStrings(
                            "fusion.modalities",
                            f.fusion().modalities().stream().map(Modality::name).toList())
                    .put("fusion.weight", attention.weight())
                    .put("fusion.bias", column(attention.bias()))
                    .put("fusion.query", column(attention.query()));
        }
        return f.own() == null ? file : withTokens(file, f.own());
    }

    private static Safetensors withTokens(Safetensors file, OwnPart own) throws IOException {
        TokenCrossForm tokens = own.tokens();
        TokenCodes codes = tokens.codes();
        int[] rows = new int[codes.items() * codes.positions()];
        for (int k = 0; k < rows.length; k++) {
            rows[k] = codes.token(k / codes.positions(), k % codes.positions());
        }
        file.put("own.share", own.share())
                .put("codebook", codes.codebook().value())
                .putStrings("tokens", strings(codes.tokens()))
                .putStrings(
                        "positions",
                        codes.modalities().stream().map(Modality::name).toList())
                .put("item.tokens", rows)
                .put("token.table", tokens.table());
        if (own.into() != null) {
            file.put("own.into", own.into());
        }
        for (int layer = 0; layer < tokens.depth(); layer++) {
            file.put("token.weight." + layer, tokens.weights().get(layer));
            file.put("token.bias." + layer, tokens.biases().get(layer));
        }
        return file;
    }

    /**
     * {@return the form, without the users that are gone}
     *
     * @param usersFile the name of the file that has the users' rows
     */
    static ServingForm read(Path folder, String usersFile, Predicate<UserId> gone) throws IOException {
        Safetensors items = Safetensors.read(folder.resolve(ITEMS));
        IdIndex<ItemId> ids =
                IdIndex.of(items.strings("items").stream().map(ItemId::new).toList());
        if (items.text("form").equals("popularity")) {
            return new Popularity(ids, items.matrix("counts"));
        }
        Safetensors users = ArtifactUsers.without(Safetensors.read(folder.resolve(usersFile)), gone);
        IdIndex<UserId> userIds =
                IdIndex.of(users.strings("users").stream().map(UserId::new).toList());
        if (items.text("form").equals("sparse items")) {
            var similarity = new SparseMatrix(
                    items.integers("similarity.offsets"),
                    items.integers("similarity.columns"),
                    items.matrix("similarity.values").values());
            return new SparseItems(userIds, trained(users, userIds.size(), ids.size()), ids, similarity);
        }
        var known = new BitSet();
        for (int item : items.integers("known")) {
            known.set(item);
        }
        OwnPart own = items.has("codebook") ? own(items) : null;
        return new Factorised(
                userIds,
                users.matrix("base"),
                trained(users, userIds.size(), ids.size()),
                ids,
                items.matrix("embedding"),
                items.matrix("context"),
                Factorised.Folding.valueOf(items.text("folding")),
                known,
                own,
                items.has("fusion.weight") ? fusion(items) : null,
                items.has("newcomer") ? items.matrix("newcomer") : null,
                Files.exists(folder.resolve(ENCODER))
                        ? EncoderFile.read(folder.resolve(ENCODER), own == null ? null : own.tokens())
                        : null,
                Arrays.copyOf(ArtifactUsers.degrees(users), ids.size()));
    }

    private static OwnPart own(Safetensors items) throws IOException {
        return new OwnPart(
                items.matrix("own.share"), tokens(items), items.has("own.into") ? items.matrix("own.into") : null);
    }

    private static Factorised.Fusion fusion(Safetensors items) throws IOException {
        return new Factorised.Fusion(
                items.strings("fusion.modalities").stream()
                        .map(Modality::valueOf)
                        .toList(),
                new AttentionForm(
                        items.matrix("fusion.weight"),
                        items.matrix("fusion.bias").values(),
                        items.matrix("fusion.query").values()));
    }

    private static Csr trained(Safetensors users, int userCount, int itemCount) throws IOException {
        int[] offsets = users.integers("trained.offsets");
        int[] columns = users.integers("trained.columns");
        int[] rows = new int[columns.length];
        for (int user = 0; user < userCount; user++) {
            Arrays.fill(rows, offsets[user], offsets[user + 1], user);
        }
        return Csr.of(userCount, itemCount, rows, columns);
    }

    private static TokenCrossForm tokens(Safetensors items) throws IOException {
        var codes = new TokenCodes(
                new CodebookId(items.text("codebook")),
                items.strings("tokens").stream().map(TokenId::parse).toList(),
                items.strings("positions").stream().map(Modality::valueOf).toList(),
                items.integers("item.tokens"));
        List<DenseMatrix> weights = new ArrayList<>();
        List<DenseMatrix> biases = new ArrayList<>();
        for (int layer = 0; items.has("token.weight." + layer); layer++) {
            weights.add(items.matrix("token.weight." + layer));
            biases.add(items.matrix("token.bias." + layer));
        }
        return new TokenCrossForm(codes, items.matrix("token.table"), weights, biases);
    }

    private static List<String> strings(List<?> ids) {
        return ids.stream().map(Object::toString).toList();
    }
}
