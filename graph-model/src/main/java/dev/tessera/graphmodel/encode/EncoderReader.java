package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.encode.EncoderChoice.BuiltIn;
import dev.tessera.graphmodel.encode.EncoderChoice.Off;
import dev.tessera.graphmodel.encode.EncoderChoice.Pretrained;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the encoders of a codebook. The codebook decides: one whose features a built-in encoder made brings it along, whatever
 * is configured by now. A pre-trained one is used where the configured one is the very same.
 */
public final class EncoderReader {
    private final Row row;
    private final Map<Modality, String> missing = new EnumMap<>(Modality.class);

    private EncoderReader(Row row) {
        this.row = row;
    }

    /** {@return the encoders of a codebook; none where there is no such codebook} */
    public static Encoders read(GraphTransaction tx, CodebookId codebook, EncoderChoices configured) {
        var rows = tx.run("encoders_of_codebook", Map.of("codebook", codebook.value()));
        if (rows.isEmpty()) {
            return Encoders.none(configured);
        }
        var reader = new EncoderReader(rows.getFirst());
        var text = reader.encoder(Modality.TEXT, configured.text(), TextEncoder::unpacked);
        var image = reader.encoder(Modality.IMAGE, configured.image(), ImageEncoder::unpacked);
        return new Encoders(text, image, configured.describer(), reader.missing);
    }

    private <C> @Nullable ContentEncoder<C> encoder(
            Modality modality, EncoderChoice<C> configured, Function<byte[], ContentEncoder<C>> unpacking) {
        byte[] packed = row.bytesOrNull(modality.key() + "Encoder");
        String by = row.stringOrNull(modality.key() + "EncodedBy");
        if (packed != null || by == null) {
            return packed == null ? null : unpacking.apply(packed);
        }
        return switch (configured) {
            case Pretrained<C> p when p.encoder().fingerprint().equals(by) -> p.encoder();
            case Pretrained<C> p -> missing(modality, by, p.encoder().fingerprint());
            case BuiltIn<C> b -> missing(modality, by, "built-in");
            case Off<C> o -> missing(modality, by, "off");
        };
    }

    private <C> @Nullable ContentEncoder<C> missing(Modality modality, String by, String configured) {
        missing.put(
                modality,
                "the codebook's " + modality.key() + " features were made by the encoder " + by
                        + ", but the configured one is " + configured + ", so new items get none. Configure encoders."
                        + modality.key() + " as it was, or run tessera tokenize and train");
        return null;
    }
}
