package dev.tessera.training.publish;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.training.run.TrainingConfig;
import dev.tessera.training.run.TrainingResult;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where a model comes from: enough to train it again to the same figure.
 *
 * @param codeVersion Tessera's version
 * @param dataChecksum of the ids and of the three parts, see {@link #checksum}
 * @param codebook the codebook whose tokens it uses, or null
 * @param configuration every setting in the order of their names, by the name it has on the command line
 */
public record Provenance(
        String codeVersion,
        String dataChecksum,
        @Nullable String codebook,
        Map<String, Object> configuration,
        int epochs,
        int bestEpoch,
        double secondsPerEpoch,
        String device,
        String jvm,
        int threads) {
    public Provenance {
        Map<String, Object> asRead = new TreeMap<>();
        configuration.forEach((key, value) -> asRead.put(key, asRead(value)));
        configuration = Collections.unmodifiableMap(asRead);
    }

    /** {@return the value as JSON would give it back: whole numbers as Long, others as the Double of the same digits} */
    private static Object asRead(Object value) {
        return switch (value) {
            case Integer whole -> whole.longValue();
            case Float fraction -> Double.valueOf(fraction.toString());
            default -> value;
        };
    }

    /** {@return the record of a run} */
    public static Provenance of(Subgraph subgraph, TrainingConfig config, TrainingResult result) {
        TokenCodes codes = subgraph.codes();
        String version = Provenance.class.getPackage().getImplementationVersion();
        return new Provenance(
                version == null ? "development" : version,
                checksum(subgraph),
                codes == null ? null : codes.codebook().value(),
                Settings.of(config),
                result.epochs(),
                result.bestEpoch(),
                result.secondsPerEpoch(),
                result.device(),
                Runtime.version().toString(),
                Runtime.getRuntime().availableProcessors());
    }

    /** {@return this record with more settings, such as those that chose the data} */
    public Provenance with(Map<String, ?> more) {
        Map<String, Object> all = new TreeMap<>(configuration);
        all.putAll(more);
        return new Provenance(
                codeVersion, dataChecksum, codebook, all, epochs, bestEpoch, secondsPerEpoch, device, jvm, threads);
    }

    /** {@return a text that two runs share only where they have the same configuration, data and tokens} */
    public static String fingerprint(Subgraph subgraph, TrainingConfig config) {
        TokenCodes codes = subgraph.codes();
        return checksum(subgraph) + " " + (codes == null ? "" : codes.codebook()) + " " + config;
    }

    /** {@return a CRC-32 over the ids, the edges of every part, the features and the tokens, in hexadecimal} */
    static String checksum(Subgraph subgraph) {
        var crc = new CRC32();
        subgraph.users().ids().forEach(id -> update(crc, id.value()));
        subgraph.items().ids().forEach(id -> update(crc, id.value()));
        for (Csr part : new Csr[] {subgraph.train(), subgraph.validation(), subgraph.test()}) {
            for (int offset : part.offsets()) {
                update(crc, offset);
            }
            for (int column : part.columns()) {
                update(crc, column);
            }
        }
        subgraph.features().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> update(crc, each.getKey(), each.getValue()));
        TokenCodes codes = subgraph.codes();
        for (int item = 0; codes != null && item < subgraph.items().size(); item++) {
            for (int position = 0; position < codes.positions(); position++) {
                update(crc, codes.token(item, position));
            }
        }
        return Long.toHexString(crc.getValue());
    }

    private static void update(CRC32 crc, Modality modality, Features features) {
        update(crc, modality.key());
        for (int item = 0; item < features.matrix().rows(); item++) {
            update(crc, features.isPresent(item) ? 1 : 0);
        }
        for (float value : features.matrix().values()) {
            update(crc, Float.floatToIntBits(value));
        }
    }

    private static void update(CRC32 crc, String text) {
        crc.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        crc.update(0);
    }

    private static void update(CRC32 crc, int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            crc.update(value >>> shift);
        }
    }
}
