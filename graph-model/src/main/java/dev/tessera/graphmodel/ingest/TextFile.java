package dev.tessera.graphmodel.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens text files: strictly UTF-8, a byte order mark left out. */
final class TextFile {
    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int CHUNK = 1 << 16;

    private TextFile() {}

    /**
     * {@return a reader of a file that is all UTF-8 and not empty}
     *
     * @throws FileFaultException naming the line of the first fault
     */
    static BufferedReader open(Path file) throws FileFaultException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileFaultException(file, "there is no such file");
        }
        check(file);
        BufferedReader reader = Files.newBufferedReader(file);
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }

    private static void check(Path file) throws FileFaultException, IOException {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
        CharBuffer chars = CharBuffer.allocate(CHUNK);
        var seen = new Seen();
        try (FileChannel channel = FileChannel.open(file)) {
            boolean ended = false;
            while (!ended) {
                ended = channel.read(bytes) < 0;
                CoderResult result = decoder.decode(bytes.flip(), chars, ended);
                seen.count(file, chars.flip());
                if (result.isError()) {
                    throw notUtf8(file, seen.line, bytes);
                }
                bytes.compact();
                chars.clear();
            }
        }
        if (!seen.text) {
            throw new FileFaultException(file, "is empty");
        }
    }

    private static FileFaultException notUtf8(Path file, long line, ByteBuffer at) {
        return new FileFaultException(
                file,
                "line %d is not UTF-8: found the byte 0x%02X. Save the file as UTF-8".formatted(line, at.get() & 0xFF));
    }

    private static final class Seen {
        private long line = 1;
        private boolean text;

        void count(Path file, CharBuffer chars) throws FileFaultException {
            while (chars.hasRemaining()) {
                char c = chars.get();
                if (c == 0) {
                    throw new FileFaultException(
                            file, "line " + line + " holds a zero byte, as UTF-16 does. Save the file as UTF-8");
                }
                line += c == '\n' ? 1 : 0;
                text |= c != BYTE_ORDER_MARK && !Character.isWhitespace(c);
            }
        }
    }
}
