package dev.tessera.training.publish;

import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.training.fixture.TrainedModels;
import java.nio.file.Path;
import java.time.Duration;

/** A child that publishes one version, says each step, and stays for ever in the step that it is told to. */
final class PublicationProcess {
    static final TrainedModels MODELS = new TrainedModels(2_500, 2_500, 32);
    static final String BEGIN = "BEGIN";

    private PublicationProcess() {}

    /** Arguments: the data folder, the version, and the step to stay in or a word that is none. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        TrainedModel model = MODELS.factorised(arguments[1]);
        try (var graph = EmbeddedGraph.open(config(folder))) {
            Child.say(BEGIN);
            new Publisher(graph, new Artifacts(folder)).publish(model, step -> {
                Child.say(step);
                if (step.name().equals(arguments[2])) {
                    sleepForEver();
                }
            });
        }
    }

    static GraphConfig config(Path folder) {
        return new GraphConfig(folder, 16, new GraphConfig.Bolt.Off());
    }

    private static void sleepForEver() {
        try {
            Thread.sleep(Duration.ofDays(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
