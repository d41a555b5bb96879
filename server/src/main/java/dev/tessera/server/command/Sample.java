package dev.tessera.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The bundled MovieLens sample, unpacked for as long as it is used. Its licence lies beside it. */
final class Sample {
    private static final List<String> FILES =
            List.of("sample.inter", "items.tsv", "text_feat.npy", "image_feat.npy", "LICENSE.MovieLens.txt");

    private Sample() {}

    static <T> T use(Function<Path, T> use) {
        return TemporaryFolder.use(folder -> {
            for (String file : FILES) {
                unpack(file, folder);
            }
            return use.apply(folder);
        });
    }

    private static void unpack(String file, Path folder) {
        try (InputStream in = Sample.class.getResourceAsStream("/dev/tessera/server/sample/" + file)) {
            Files.copy(Objects.requireNonNull(in, file + " is missing from the server's jar"), folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
