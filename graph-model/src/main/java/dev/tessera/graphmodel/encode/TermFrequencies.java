package dev.tessera.graphmodel.encode;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many texts of the catalogue have each term, terms being known by one of {@value #BUCKETS} hashes. Immutable once it is
 * shared.
 *
 * @param texts how many texts were counted
 */
record TermFrequencies(int texts, Counts counts) {
    static final int BUCKETS = 1 << 16;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** One number a bucket. */
    static final class Counts {
        private final int[] values;

        Counts(int[] values) {
            this.values = values;
        }

        int[] values() {
            return values.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Counts c && Arrays.equals(values, c.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    static TermFrequencies of(List<ItemText> texts) {
        int[] counts = new int[BUCKETS];
        for (ItemText text : texts) {
            Set<Integer> distinct = new HashSet<>();
            TextTerms.of(text).forEach(term -> distinct.add(bucket(term)));
            distinct.forEach(bucket -> counts[bucket]++);
        }
        return new TermFrequencies(texts.size(), new Counts(counts));
    }

    /**
     * {@return by bucket, ascending: (1 + ln tf) (1 + ln((1 + n) / (1 + df)))} A term that no text of the catalogue has says
     * nothing of how near a text is to one of them, and is left out.
     */
    Map<Integer, Float> weights(ItemText text) {
        Map<Integer, Integer> occurrences = new TreeMap<>();
        TextTerms.of(text).forEach(term -> occurrences.merge(bucket(term), 1, Integer::sum));
        Map<Integer, Float> weights = new TreeMap<>();
        occurrences.forEach((bucket, count) -> {
            int frequency = counts.values[bucket];
            if (frequency > 0) {
                double rarity = 1 + StrictMath.log((1.0 + texts) / (1.0 + frequency));
                weights.put(bucket, (float) ((1 + StrictMath.log(count)) * rarity));
            }
        });
        return weights;
    }

    /** FNV-1a over the term's characters, its upper half folded in. */
    private static int bucket(String term) {
        long hash = FNV_OFFSET;
        for (int k = 0; k < term.length(); k++) {
            hash = (hash ^ term.charAt(k)) * FNV_PRIME;
        }
        hash ^= hash >>> 32;
        return (int) (hash ^ (hash >>> 16)) & (BUCKETS - 1);
    }
}
