package dev.tessera.training.publish;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.training.recommender.AffineMap;
import dev.tessera.training.recommender.AttentionForm;
import dev.tessera.training.recommender.FactorEncoder;
import dev.tessera.training.recommender.FeatureReduction;
import dev.tessera.training.recommender.FreedomEncoder;
import dev.tessera.training.recommender.IdsfContent;
import dev.tessera.training.recommender.IdsfEncoder;
import dev.tessera.training.recommender.ItemEncoder;
import dev.tessera.training.recommender.LeastSquares;
import dev.tessera.training.recommender.LikeItems;
import dev.tessera.training.recommender.ModalProjection;
import dev.tessera.training.recommender.ReducingEncoder;
import dev.tessera.training.recommender.SpreadEncoder;
import dev.tessera.training.recommender.TokenCrossForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes item encoders to a file and reads them back. The tokens that they cross are those of the form, and not in it. */
final class EncoderFile {
    private EncoderFile() {}

    static void write(ItemEncoder encoder, Path file) throws IOException {
        var into = new Safetensors();
        put(encoder, into);
        into.write(file);
    }

    private static void put(ItemEncoder encoder, Safetensors into) throws IOException {
        switch (encoder) {
            case ReducingEncoder r -> {
                put(r.then(), into);
                into.putStrings("reductions", names(r.reductions(), FeatureReduction::modality));
                for (FeatureReduction each : r.reductions()) {
                    into.put("reduction.mean." + each.modality(), each.mean())
                            .put("reduction.directions." + each.modality(), each.directions());
                }
            }
            case FactorEncoder f ->
                putProjections(f.projections(), into)
                        .put("encoder", "factor")
                        .put("folding.factor", f.folding().factor())
                        .put("folding.rest", f.folding().rest());
            case SpreadEncoder s -> {
                into.put("encoder", "spread").put("layers", new int[] {s.layers()});
                if (s.predictor() != null) {
                    put("predictor", s.predictor(), into);
                }
            }
            case FreedomEncoder f -> {
                into.put("encoder", "freedom")
                        .put("layers", new int[] {f.layers()})
                        .put("neighbours", new int[] {f.neighbours()})
                        .put("start", f.start())
                        .putStrings("like", names(f.modalities(), LikeItems::modality));
                for (LikeItems each : f.modalities()) {
                    into.put("like.weight." + each.modality(), number(each.weight()))
                            .put("like.directions." + each.modality(), each.directions());
                }
            }
            case IdsfEncoder i -> {
                putProjections(i.projections(), into)
                        .put("encoder", "idsf")
                        .put("layers", new int[] {i.layers()})
                        .put("gamma", number(i.gamma()))
                        .put("content", switches(i.content()));
                put("content.over", i.content().over(), into);
                put("structure", i.structure(), into);
                for (int m = 0; m < i.projections().size(); m++) {
                    put("content.modal." + m, i.content().modal().get(m), into);
                }
            }
        }
    }

    private static int[] switches(IdsfContent content) {
        return new int[] {bit(content.isUsed()), bit(content.hasIds()), bit(content.isNormalised())};
    }

    private static int bit(boolean isOn) {
        return isOn ? 1 : 0;
    }

    private static DenseMatrix number(float value) {
        return new DenseMatrix(1, 1, new float[] {value});
    }

    private static Safetensors putProjections(List<ModalProjection> projections, Safetensors into) throws IOException {
        for (ModalProjection each : projections) {
            put("projection." + each.modality(), each.map(), into);
        }
        return into.putStrings("projections", names(projections, ModalProjection::modality));
    }

    private static void put(String name, AffineMap map, Safetensors into) {
        into.put(name + ".weight", map.weight()).put(name + ".shift", map.shift());
    }

    private static void put(String name, AttentionForm attention, Safetensors into) {
        into.put(name + ".weight", attention.weight())
                .put(name + ".bias", new DenseMatrix(attention.bias().length, 1, attention.bias()))
                .put(name + ".query", new DenseMatrix(attention.query().length, 1, attention.query()));
    }

    private static <T> List<String> names(List<T> parts, Function<T, Modality> modality) {
        return parts.stream().map(modality).map(Modality::name).toList();
    }

    /** {@return the encoder} {@code tokens} are the form's. */
    static ItemEncoder read(Path file, @Nullable TokenCrossForm tokens) throws IOException {
        Safetensors from = Safetensors.read(file);
        ItemEncoder encoder =
                switch (from.text("encoder")) {
                    case "factor" ->
                        new FactorEncoder(
                                tokens,
                                projections(from),
                                new LeastSquares(from.matrix("folding.factor"), from.matrix("folding.rest")));
                    case "spread" ->
                        new SpreadEncoder(
                                needed(tokens),
                                from.integers("layers")[0],
                                from.has("predictor.weight") ? map("predictor", from) : null);
                    case "freedom" ->
                        new FreedomEncoder(
                                tokens,
                                from.integers("layers")[0],
                                from.matrix("start"),
                                from.integers("neighbours")[0],
                                like(from));
                    case "idsf" ->
                        new IdsfEncoder(
                                tokens,
                                projections(from),
                                from.integers("layers")[0],
                                from.matrix("gamma").get(0, 0),
                                content(from),
                                attention("structure", from));
                    case String other -> throw new IOException(file.getFileName() + " has an encoder named " + other);
                };
        return from.has("reductions") ? new ReducingEncoder(reductions(from), encoder) : encoder;
    }

    private static TokenCrossForm needed(@Nullable TokenCrossForm tokens) throws IOException {
        if (tokens == null) {
            throw new IOException("it encodes items by tokens and has none");
        }
        return tokens;
    }

    private static List<Modality> modalities(String name, Safetensors from) throws IOException {
        return from.strings(name).stream().map(Modality::valueOf).toList();
    }

    private static List<ModalProjection> projections(Safetensors from) throws IOException {
        List<ModalProjection> projections = new ArrayList<>();
        for (Modality each : modalities("projections", from)) {
            projections.add(new ModalProjection(each, map("projection." + each, from)));
        }
        return projections;
    }

    private static List<LikeItems> like(Safetensors from) throws IOException {
        List<LikeItems> like = new ArrayList<>();
        for (Modality each : modalities("like", from)) {
            float weight = from.matrix("like.weight." + each).get(0, 0);
            like.add(new LikeItems(each, weight, from.matrix("like.directions." + each)));
        }
        return like;
    }

    private static List<FeatureReduction> reductions(Safetensors from) throws IOException {
        List<FeatureReduction> reductions = new ArrayList<>();
        for (Modality each : modalities("reductions", from)) {
            reductions.add(new FeatureReduction(
                    each, from.matrix("reduction.mean." + each), from.matrix("reduction.directions." + each)));
        }
        return reductions;
    }

    private static IdsfContent content(Safetensors from) throws IOException {
        int[] isOn = from.integers("content");
        List<AttentionForm> modal = new ArrayList<>();
        for (int m = 0; from.has("content.modal." + m + ".weight"); m++) {
            modal.add(attention("content.modal." + m, from));
        }
        return new IdsfContent(isOn[0] == 1, isOn[1] == 1, isOn[2] == 1, modal, attention("content.over", from));
    }

    private static AffineMap map(String name, Safetensors from) throws IOException {
        return new AffineMap(from.matrix(name + ".weight"), from.matrix(name + ".shift"));
    }

    private static AttentionForm attention(String name, Safetensors from) throws IOException {
        return new AttentionForm(
                from.matrix(name + ".weight"),
                from.matrix(name + ".bias").values(),
                from.matrix(name + ".query").values());
    }
}
