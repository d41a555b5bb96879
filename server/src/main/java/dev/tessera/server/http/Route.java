package dev.tessera.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A further endpoint. It stands behind the same checks of Host, Origin and content type as all others.
 *
 * @param path begins with a slash
 */
public record Route(Method method, String path, Handler handler) {
    /** The methods an endpoint may have. */
    public enum Method {
        GET,
        POST
    }

    /** What an endpoint does. Runs on a thread of its own and may take its time. */
    @FunctionalInterface
    public interface Handler {
        Response handle(Request request) throws IOException;
    }

    /** A call. */
    public interface Request {
        /** {@return the first header of that name in any case, or null} */
        @Nullable
        String header(String name);

        /** {@return the address of who calls, as this machine sees it} */
        String address();

        /** {@return the body as it comes in; the handler limits how much it reads} */
        InputStream body();
    }

    /**
     * An answer.
     *
     * @param contentType such as {@code application/json}
     */
    public record Response(int status, String contentType, Content content) {
        /** {@return an answer with a JSON document} */
        public static Response json(int status, String document) {
            return new Response(
                    status,
                    "application/json",
                    out -> out.write(document.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
    }

    /** Writes an answer; what is flushed is sent at once. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    public Route {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path of a route begins with '/', was '" + path + "'");
        }
    }
}
