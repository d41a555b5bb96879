package dev.tessera.training.publish;

import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.training.fixture.TrainedModels;
import java.nio.file.Path;
import java.time.Instant;

/** A child that erases one user after another, and says who is gone. */
final class ErasureProcess {
    static final TrainedModels MODELS = new TrainedModels(2_500, 200, 32);
    static final String BEGIN = "BEGIN";

    private ErasureProcess() {}

    /** Argument: the data folder. */
    public static void main(String[] arguments) {
        var artifacts = new Artifacts(Path.of(arguments[0]));
        Child.say(BEGIN);
        for (int k = 0; k < MODELS.users(); k++) {
            var user = new UserId("user-" + k);
            artifacts.erased().add(user, Instant.now());
            artifacts.erase(user);
            Child.say(k);
        }
    }
}
