package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.server.fixture.TinyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A data folder {@code tessera-data} with forty users, tokens and a model, made by the verbs that a person would use. */
final class TinyStore {
    private final Path folder;

    private TinyStore(Path folder) {
        this.folder = folder;
    }

    static TinyStore in(Path folder) throws IOException {
        TinyFolder.write(Files.createDirectories(folder.resolve("tiny")));
        var store = new TinyStore(folder);
        store.run("import", "tiny");
        store.run("tokenize", "--slots", "2", "--codes", "4");
        store.run("train", "--model", "lightgcn", "--identity", "both", "--set", "epochs=3", "--set", "dimension=8");
        return store;
    }

    Path data() {
        return folder.resolve("tessera-data");
    }

    /** Runs a verb as another process would. {@return what it printed} */
    String run(String... args) {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run(args)).as(caller.err()).isZero();
        return caller.out();
    }

    /** Runs a verb that is refused. {@return why} */
    String refused(String... args) {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run(args)).as(caller.out()).isEqualTo(ExitCode.FAILED);
        return caller.err();
    }
}
