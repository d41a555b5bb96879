package dev.tessera.graphmodel.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a npy file says of itself, versions 1 to 3 of <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>.
 *
 * @param width bytes a number: 2, 4 or 8
 * @param fortran true where the numbers stand column by column
 * @param offset where the numbers begin
 */
record NpyHeader(int width, ByteOrder order, boolean fortran, int rows, int columns, int offset) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int SHORT_PRELUDE = 10;
    private static final int LONG_PRELUDE = 12;
    private static final int LONGEST = 1 << 20;

    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*('[^']*'|\\[.*\\])");
    private static final Pattern FLOAT = Pattern.compile("'([<>=|]?)f([248])'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*(\\([^)]*\\))");
    private static final Pattern MATRIX = Pattern.compile("\\(\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*,?\\s*\\)");

    static NpyHeader read(Path file, FileChannel channel) throws FileFaultException, IOException {
        ByteBuffer prelude = ByteBuffer.allocate(LONG_PRELUDE).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, prelude, 0);
        prelude.flip();
        for (byte expected : MAGIC) {
            if (!prelude.hasRemaining() || prelude.get() != expected) {
                throw new FileFaultException(
                        file, "is not a npy file: it does not begin with \\x93NUMPY. Save it with numpy.save");
            }
        }
        if (prelude.limit() < LONG_PRELUDE) {
            throw truncated(file, LONG_PRELUDE, prelude.limit());
        }
        int version = prelude.get(6);
        if (version < 1 || version > 3) {
            throw new FileFaultException(file, "is a npy file of version " + version + ", expected 1, 2 or 3");
        }
        int begin = version == 1 ? SHORT_PRELUDE : LONG_PRELUDE;
        int length = version == 1 ? prelude.getShort(8) & 0xFFFF : prelude.getInt(8);
        if (length < 0 || length > LONGEST) {
            throw new FileFaultException(file, "has a npy header of " + Integer.toUnsignedString(length) + " bytes");
        }
        ByteBuffer text = ByteBuffer.allocate(length);
        fill(channel, text, begin);
        if (text.hasRemaining()) {
            throw truncated(file, begin + length, channel.size());
        }
        return parse(file, new String(text.array(), ISO_8859_1), begin + length);
    }

    private static NpyHeader parse(Path file, String text, int offset) throws FileFaultException {
        String type = find(file, TYPE, text, "descr");
        Matcher number = FLOAT.matcher(type);
        if (!number.matches()) {
            throw new FileFaultException(file, "holds numbers of dtype " + type + ", expected '<f2', '<f4' or '<f8'");
        }
        String shape = find(file, SHAPE, text, "shape");
        Matcher matrix = MATRIX.matcher(shape);
        if (!matrix.matches()) {
            throw new FileFaultException(file, "has the shape " + shape + ", expected (items, width)");
        }
        long rows = Long.parseLong(matrix.group(1));
        long columns = Long.parseLong(matrix.group(2));
        if (rows * columns == 0 || rows * columns > Integer.MAX_VALUE - 8) {
            throw new FileFaultException(
                    file, "has the shape " + shape + ": it must hold at least 1 and fewer than 2^31 numbers");
        }
        ByteOrder order = number.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        boolean fortran = find(file, FORTRAN, text, "fortran_order").equals("True");
        return new NpyHeader(Integer.parseInt(number.group(2)), order, fortran, (int) rows, (int) columns, offset);
    }

    private static String find(Path file, Pattern pattern, String text, String key) throws FileFaultException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new FileFaultException(file, "has a npy header without " + key + ": " + text.strip());
        }
        return matcher.group(1);
    }

    private static FileFaultException truncated(Path file, long expected, long found) {
        return new FileFaultException(
                file, "is truncated: its header takes " + expected + " bytes, found " + found + ". Copy it again");
    }

    /** Reads from a position until the buffer is full or the file ends. */
    static void fill(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        long at = position;
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, at);
            at += read;
        }
    }
}
