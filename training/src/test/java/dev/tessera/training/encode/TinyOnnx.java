package dev.tessera.training.encode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes small ONNX models, field by field of its protocol buffers (onnx.proto3), opset 17. */
final class TinyOnnx {
    private static final int FLOAT = 1;
    private static final int LONG = 7;

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

    /** {@return a model that answers row {@code id} of a table for each of {@code input_ids}} */
    static byte[] lookup(float[][] table, String output) {
        var model = new TinyOnnx();
        model.node("Gather", List.of("table", "input_ids"), output, new byte[0]);
        model.name();
        model.table(table);
        model.value(11, "input_ids", LONG, 2);
        model.value(11, "attention_mask", LONG, 2);
        model.value(12, output, FLOAT, 3);
        return model.bytes();
    }

    /** {@return a model that answers the mean of each channel, [1, 3]} */
    static byte[] channelMeans(String output) {
        var model = new TinyOnnx();
        var axes = new ByteArrayOutputStream();
        text(axes, 1, "axes");
        number(axes, 8, 2);
        number(axes, 8, 3);
        number(axes, 20, 7);
        var keep = new ByteArrayOutputStream();
        text(keep, 1, "keepdims");
        number(keep, 3, 0);
        number(keep, 20, 2);
        model.node("ReduceMean", List.of("pixel_values"), output, axes.toByteArray(), keep.toByteArray());
        model.name();
        model.value(11, "pixel_values", FLOAT, 4);
        model.value(12, output, FLOAT, 2);
        return model.bytes();
    }

    private void node(String operator, List<String> inputs, String output, byte[]... attributes) {
        var node = new ByteArrayOutputStream();
        inputs.forEach(input -> text(node, 1, input));
        text(node, 2, output);
        text(node, 4, operator);
        for (byte[] attribute : attributes) {
            if (attribute.length > 0) {
                bytes(node, 5, attribute);
            }
        }
        bytes(graph, 1, node.toByteArray());
    }

    private void name() {
        text(graph, 2, "tiny");
    }

    private void table(float[][] rows) {
        var tensor = new ByteArrayOutputStream();
        number(tensor, 1, rows.length);
        number(tensor, 1, rows[0].length);
        number(tensor, 2, FLOAT);
        text(tensor, 8, "table");
        ByteBuffer values =
                ByteBuffer.allocate(Float.BYTES * rows.length * rows[0].length).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            for (float value : row) {
                values.putFloat(value);
            }
        }
        bytes(tensor, 9, values.array());
        bytes(graph, 5, tensor.toByteArray());
    }

    /** An input (field 11) or output (field 12) whose sizes are open. */
    private void value(int field, String name, int type, int dimensions) {
        var shape = new ByteArrayOutputStream();
        for (int k = 0; k < dimensions; k++) {
            var dimension = new ByteArrayOutputStream();
            text(dimension, 2, name + k);
            bytes(shape, 1, dimension.toByteArray());
        }
        var tensor = new ByteArrayOutputStream();
        number(tensor, 1, type);
        bytes(tensor, 2, shape.toByteArray());
        var typed = new ByteArrayOutputStream();
        bytes(typed, 1, tensor.toByteArray());
        var info = new ByteArrayOutputStream();
        text(info, 1, name);
        bytes(info, 2, typed.toByteArray());
        bytes(graph, field, info.toByteArray());
    }

    private byte[] bytes() {
        var operators = new ByteArrayOutputStream();
        text(operators, 1, "");
        number(operators, 2, 17);
        var model = new ByteArrayOutputStream();
        number(model, 1, 8);
        bytes(model, 7, graph.toByteArray());
        bytes(model, 8, operators.toByteArray());
        return model.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int field, long value) {
        varint(out, (long) field << 3);
        varint(out, value);
    }

    private static void text(ByteArrayOutputStream out, int field, String value) {
        bytes(out, field, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
        varint(out, (long) field << 3 | 2);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
