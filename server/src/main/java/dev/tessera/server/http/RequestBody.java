package dev.tessera.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests as JSON, within limits of length, depth and time. Thread-safe. */
final class RequestBody {
    private static final int PIECE = 8_192;

    private final HttpLimits limits;
    private final ObjectReader json;

    RequestBody(HttpLimits limits) {
        this.limits = limits;
        var constraints = StreamReadConstraints.builder()
                .maxNestingDepth(limits.nesting())
                .build();
        this.json = new ObjectMapper(
                        JsonFactory.builder().streamReadConstraints(constraints).build())
                .readerFor(Object.class)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** {@return maps, lists, strings, numbers, booleans or null} */
    @Nullable
    Object read(InputStream body) {
        byte[] bytes = bytes(body);
        Object value = parsed(bytes);
        if (hasEscape(bytes) && hasHalfCharacter(value)) {
            throw Refusal.badRequest("the body has half of a surrogate pair, such as \\uD800, in a text."
                    + " Send both halves, or the character itself in UTF-8");
        }
        return value;
    }

    /** Counts while it reads, because a body sent in chunks does not say how long it is. */
    private byte[] bytes(InputStream body) {
        long start = System.nanoTime();
        var all = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        for (int length = next(body, piece); length >= 0; length = next(body, piece)) {
            all.write(piece, 0, length);
            if (all.size() > limits.requestBytes()) {
                throw Refusal.tooLarge("the body is longer than " + limits.requestBytes()
                        + " bytes (limits.requestBytes). Send its parts in several requests");
            }
            if (System.nanoTime() - start > limits.slowClient().toNanos()) {
                throw tooSlow();
            }
        }
        return all.toByteArray();
    }

    private int next(InputStream body, byte[] piece) {
        try {
            return body.read(piece);
        } catch (IOException e) {
            if (isTimeout(e)) {
                throw tooSlow();
            }
            throw Refusal.badRequest("the body ended before it was as long as its headers said");
        }
    }

    private static boolean isTimeout(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    private Refusal tooSlow() {
        return Refusal.tooSlow("the body took longer to come in than "
                + limits.slowClient().toSeconds() + " s (limits.clientSeconds). Send it at once");
    }

    private @Nullable Object parsed(byte[] body) {
        try {
            return json.readValue(text(body));
        } catch (StreamConstraintsException e) {
            throw Refusal.tooComplex("the body nests objects and lists deeper than " + limits.nesting()
                    + " levels (limits.jsonDepth), or has a number or a name beyond reason: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            // The parser's own words go on about its classes where something follows the document.
            String reason =
                    e instanceof MismatchedInputException ? "it should be one document" : e.getOriginalMessage();
            throw Refusal.badRequest("the body is not JSON: " + Refusal.quoted(reason));
        } catch (CharacterCodingException e) {
            throw Refusal.badRequest("the body is not in UTF-8");
        }
    }

    /** JSON parsers guess at encodings and let some bytes pass that are no UTF-8. */
    private static String text(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    private static boolean hasEscape(byte[] body) {
        for (int k = 0; k + 1 < body.length; k++) {
            if (body[k] == '\\' && body[k + 1] == 'u') {
                return true;
            }
        }
        return false;
    }

    private static boolean hasHalfCharacter(@Nullable Object value) {
        return switch (value) {
            case String text ->
                text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
            case List<?> list -> list.stream().anyMatch(RequestBody::hasHalfCharacter);
            case Map<?, ?> map ->
                map.keySet().stream().anyMatch(RequestBody::hasHalfCharacter)
                        || map.values().stream().anyMatch(RequestBody::hasHalfCharacter);
            case null, default -> false;
        };
    }
}
