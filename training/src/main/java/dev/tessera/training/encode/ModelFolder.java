package dev.tessera.training.encode;

import dev.tessera.training.TrainingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A folder with a pre-trained model and the files that belong to it. Nothing of it is ever downloaded. */
record ModelFolder(Path path) {
    private static final List<String> MODELS = List.of("model.onnx", "model.pt");

    /** {@return the file of the network} */
    Path model() {
        for (String name : MODELS) {
            if (Files.isRegularFile(path.resolve(name))) {
                return path.resolve(name);
            }
        }
        throw new TrainingException("the encoder's folder " + path
                + " has no model.onnx and no model.pt. Export the model" + " as ONNX or TorchScript into it");
    }

    /** {@return a file that must be there} */
    Path require(String name) {
        Path file = path.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new TrainingException(
                    "the encoder's folder " + path + " has no " + name + ". Copy it from the model");
        }
        return file;
    }

    /** {@return whether a file is there} */
    boolean has(String name) {
        return Files.isRegularFile(path.resolve(name));
    }

    Path file(String name) {
        return path.resolve(name);
    }

    boolean isOnnx() {
        return model().endsWith(MODELS.getFirst());
    }

    /** {@return the kind, and the SHA-256 of the network's file and of those that say how its input is prepared} */
    String fingerprint(String kind, List<String> others) {
        MessageDigest digest = sha256();
        update(digest, model());
        others.stream().filter(this::has).forEach(name -> update(digest, file(name)));
        return "pre-trained/" + kind + "/" + HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, Path file) {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new TrainingException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
