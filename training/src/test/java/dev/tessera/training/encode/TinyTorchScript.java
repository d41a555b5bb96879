package dev.tessera.training.encode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes TorchScript archives without parameters from their source text. */
final class TinyTorchScript {
    /** Answers the sine and cosine of each token's number, {@code [1, n, 2]}. */
    static final String WAVES = """
              def forward(self: __torch__.M,
                input_ids: Tensor,
                attention_mask: Tensor) -> Tensor:
                f = torch.to(torch.unsqueeze(input_ids, 2), 6)
                return torch.cat([torch.sin(f), torch.cos(f)], 2)
            """;

    /** The same for models that ask for token types. */
    static final String WAVES_OF_TYPES = """
              def forward(self: __torch__.M,
                input_ids: Tensor,
                attention_mask: Tensor,
                token_type_ids: Tensor) -> Tensor:
                f = torch.to(torch.unsqueeze(torch.add(input_ids, token_type_ids), 2), 6)
                return torch.cat([torch.sin(f), torch.cos(f)], 2)
            """;

    /** Answers the mean of each channel, {@code [1, 3]}. */
    static final String CHANNEL_MEANS = """
              def forward(self: __torch__.M,
                x: Tensor) -> Tensor:
                return torch.mean(x, [2, 3])
            """;

    private static final String HEAD =
            "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";

    private TinyTorchScript() {}

    static Path write(Path file, String forward) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "m/data.pkl", pickledModule());
            put(zip, "m/code/__torch__.py", (HEAD + forward.indent(0)).getBytes(UTF_8));
            put(zip, "m/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            put(zip, "m/version", "10\n".getBytes(UTF_8));
        }
        return file;
    }

    /** An object of class M, whose one field is {@code training = True}, in Python's pickle format, version 2. */
    private static byte[] pickledModule() {
        var pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes("c__torch__\nM\nq".getBytes(UTF_8));
        pickle.writeBytes(new byte[] {0, ')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
        pickle.writeBytes("training".getBytes(UTF_8));
        pickle.writeBytes(new byte[] {(byte) 0x88, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] data) throws IOException {
        var entry = new ZipEntry(name);
        entry.setSize(data.length);
        var crc = new CRC32();
        crc.update(data);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }
}
