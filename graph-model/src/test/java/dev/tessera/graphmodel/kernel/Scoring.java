package dev.tessera.graphmodel.kernel;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What JMH runs for {@link ScoringBenchmark}: each of these reads every number of all items once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgs = {
            "--add-modules=jdk.incubator.vector",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xms2g",
            "-Xmx2g",
            "-XX:+UseSerialGC"
        })
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Scoring {
    private static final int BEST = 20;

    @Param("7050")
    private int items;

    @Param("64")
    private int width;

    private PackedVectors packed;
    private float[] query;
    private long[] allowed;
    private float[] scores;

    /** Every second item passes the filter, by chance. */
    @Setup
    public void prepare() {
        var random = new SplittableRandom(1);
        packed = new PackedVectors(new DenseMatrix(items, width, uniform(items * width, random)));
        query = uniform(width, random);
        var some = new BitSet();
        for (int item = 0; item < items; item++) {
            some.set(item, random.nextBoolean());
        }
        allowed = some.toLongArray();
        scores = new float[packed.paddedRows()];
    }

    private static float[] uniform(int count, SplittableRandom random) {
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** The twenty best of the items that pass, found while scoring. */
    @Benchmark
    public TopK selecting() {
        return packed.select(query, 0, allowed, new TopK(BEST));
    }

    /** The same by way of a score for every item. */
    @Benchmark
    public TopK scoringThenSelecting() {
        packed.score(query, 0, scores);
        return new TopK(BEST).select(scores, 0, items, allowed);
    }

    /** The sum of the very array that the items lie in: the quickest loop that reads it all, four registers at a time. */
    @Benchmark
    public float reading() {
        float[] all = packed.layout();
        var species = Vectors.SPECIES;
        int lanes = species.length();
        var a = FloatVector.zero(species);
        var b = a;
        var c = a;
        var d = a;
        for (int k = 0; k + 4 * lanes <= all.length; k += 4 * lanes) {
            a = a.add(FloatVector.fromArray(species, all, k));
            b = b.add(FloatVector.fromArray(species, all, k + lanes));
            c = c.add(FloatVector.fromArray(species, all, k + 2 * lanes));
            d = d.add(FloatVector.fromArray(species, all, k + 3 * lanes));
        }
        return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    }
}
