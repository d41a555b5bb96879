package dev.tessera.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.jspecify.annotations.Nullable;

/**
 * Whether the client of a request that runs long still waits for its answer. Jetty does not look before it writes, so this
 * reads from the socket: nothing yet, or the end. A client that ends its side and still wants an answer is taken to be
 * gone, as most proxies take it.
 */
final class Waiting {
    private final @Nullable SocketChannel channel;
    private boolean finished;
    private boolean ahead;

    private Waiting(@Nullable SocketChannel channel) {
        this.channel = channel;
    }

    /** {@return the client of a request whose body was read to its end} */
    static Waiting client(Context ctx) {
        var request = ServletContextRequest.getServletContextRequest(ctx.req());
        var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        return new Waiting(endPoint instanceof SocketChannelEndPoint socket ? socket.getChannel() : null);
    }

    /** {@return whether the client closed the connection} */
    synchronized boolean isOver() {
        if (finished || ahead || channel == null) {
            return false;
        }
        try {
            int read = channel.read(ByteBuffer.allocate(1));
            ahead = read > 0;
            return read < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Looks no more.
     *
     * @return true where a byte of the client's next request was read, so that the connection can carry none
     */
    synchronized boolean finish() {
        finished = true;
        return ahead;
    }
}
