package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.server.serving.RecommendationPage.Entry;
import dev.tessera.server.snapshot.Catalogue;
import dev.tessera.server.snapshot.FactorisedModel;
import dev.tessera.server.snapshot.Generation;
import dev.tessera.server.snapshot.Histories;
import dev.tessera.server.snapshot.ItemTokens;
import dev.tessera.server.snapshot.LivePopularity;
import dev.tessera.server.snapshot.NextMoment;
import dev.tessera.server.snapshot.Snapshot;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.Factorised.OwnPart;
import dev.tessera.training.recommender.NewItem;
import dev.tessera.training.recommender.TokenCrossForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * 40 items i00..i39, of which i00, i10, i20, i30 have one score, i01, i11, i21, i31 another and so on. Each has one of three
 * tokens in each of two positions; the brands are even and odd. The one user was trained on i00 and i01.
 */
final class PagedShop {
    static final int ITEMS = 40;
    static final UserId USER = new UserId("u");

    private static final int SCORES = 10;
    private static final int WIDTH = 4;
    private static final CodebookId CODEBOOK = new CodebookId("book");
    private static final List<TokenId> TOKENS = IntStream.range(0, 6)
            .mapToObj(t -> new TokenId(CODEBOOK, Modality.TEXT, t / 3, t % 3))
            .toList();

    private final SplittableRandom random = new SplittableRandom(5);
    private final TokenCodes codes = new TokenCodes(
            CODEBOOK,
            TOKENS,
            List.of(Modality.TEXT, Modality.TEXT),
            IntStream.range(0, 2 * ITEMS)
                    .map(k -> 3 * (k % 2) + random.nextInt(3))
                    .toArray());
    private final Factorised form = form();
    private final AtomicReference<Snapshot> served = new AtomicReference<>();
    private final SnapshotAnswers answers;

    PagedShop(CursorKey key) {
        Catalogue catalogue = Catalogue.of(
                IntStream.range(0, ITEMS).mapToObj(k -> item(k, false)).toList());
        var histories = new Histories(IdIndex.of(List.of(USER)), seen(), seen());
        served.set(Snapshot.of(catalogue, histories, generation("v1", catalogue)));
        answers = new SnapshotAnswers(served::get, key);
    }

    static ItemId id(int item) {
        return new ItemId(String.format("i%02d", item));
    }

    static Item item(int item, boolean isHidden) {
        return item(id(item), item % 2 == 0 ? "even" : "odd", isHidden);
    }

    static Item item(ItemId id, String brand, boolean isHidden) {
        return new Item(id, null, null, List.of(), brand, null, isHidden, null, null);
    }

    static TokenId token(int row) {
        return TOKENS.get(row);
    }

    private DenseMatrix matrix(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) random.nextDouble(-1, 1);
        }
        return new DenseMatrix(rows, columns, values);
    }

    private Factorised form() {
        float[] few = matrix(SCORES, WIDTH).values();
        float[] embedding = new float[ITEMS * WIDTH];
        for (int k = 0; k < embedding.length; k++) {
            embedding[k] = few[k % few.length];
        }
        DenseMatrix share = DenseMatrix.zeros(ITEMS, 1);
        Arrays.fill(share.values(), 0.5f);
        var known = new BitSet();
        known.set(0, ITEMS);
        return new Factorised(
                IdIndex.of(List.of(USER)),
                matrix(1, WIDTH),
                seen(),
                IdIndex.of(IntStream.range(0, ITEMS).mapToObj(PagedShop::id).toList()),
                new DenseMatrix(ITEMS, WIDTH, embedding),
                matrix(ITEMS, WIDTH),
                Factorised.Folding.SYMMETRIC,
                known,
                new OwnPart(share, new TokenCrossForm(codes, matrix(TOKENS.size(), WIDTH), List.of(), List.of())));
    }

    private static Csr seen() {
        return Csr.of(1, ITEMS, new int[] {0, 0}, new int[] {0, 1});
    }

    private Generation generation(String version, Catalogue rows) {
        return new Generation(
                new ModelVersion(version), new FactorisedModel(form, rows), ItemTokens.of(codes), Map.of(), null);
    }

    void activate(String version) {
        Snapshot now = served.get();
        served.set(now.activate(generation(version, now.catalogue())));
    }

    void change(Consumer<NextMoment> change) {
        var next = new NextMoment(served.get(), new LivePopularity(served.get()));
        change.accept(next);
        served.set(next.done());
    }

    /** Puts an item with the tokens that the item of a row has. */
    void put(Item item, int row) {
        int[] tokens = {codes.token(row, 0), codes.token(row, 1)};
        change(next -> next.items(Map.of(item, new NewItem(Map.of(), tokens))));
    }

    SnapshotAnswers answers() {
        return answers;
    }

    Outcome<RecommendationPage> ask(Question question, double diversity, int first, @Nullable String after) {
        return answers.recommend(new RecommendationQuery(question, first, after, diversity));
    }

    RecommendationPage page(Question question, double diversity, int first, @Nullable String after) {
        return value(ask(question, diversity, first, after));
    }

    static <T> T value(Outcome<T> outcome) {
        return ((Outcome.Success<T>) outcome).value();
    }

    static List<ItemId> items(RecommendationPage page) {
        return page.entries().stream().map(Entry::item).toList();
    }

    static String end(RecommendationPage page) {
        return page.entries().getLast().cursor();
    }

    List<ItemId> whole(Question question, double diversity) {
        return items(page(question, diversity, 200, null));
    }

    /** {@return the items of all pages of four; after the first page something changes} */
    List<ItemId> read(Question question, double diversity, Runnable change) {
        RecommendationPage page = page(question, diversity, 4, null);
        List<ItemId> all = new ArrayList<>(items(page));
        change.run();
        while (page.hasNext()) {
            page = page(question, diversity, 4, end(page));
            all.addAll(items(page));
        }
        return all;
    }
}
