package dev.tessera.server.http;

import dev.tessera.server.graphql.Reply;
import dev.tessera.server.metrics.SubscriptionCount;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers as server-sent events, a connection for each request ("distinct connections mode" of graphql-sse): an event
 * {@code next} for each answer, {@code complete} at the end.
 */
final class EventStream {
    private static final String TYPE = "text/event-stream";

    /** So often a comment is sent, by which a client that is gone is noticed and a proxy kept from closing. */
    private static final long PING_SECONDS = 5;

    private EventStream() {}

    static boolean isWanted(Context ctx) {
        String accept = ctx.header("Accept");
        return accept != null && accept.contains(TYPE);
    }

    /** Sends until the end, or until the client is gone. */
    static void send(Context ctx, Reply reply, SubscriptionCount subscriptions) throws IOException {
        ctx.status(200).contentType(TYPE).header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
        // ctx.outputStream() compresses, and its flush() does nothing: all would be sent at the end
        OutputStream out = ctx.res().getOutputStream();
        switch (reply) {
            case Reply.Once(Map<String, Object> answer) -> write(out, "next", Json.text(answer));
            case Reply.Many(Flow.Publisher<Map<String, Object>> answers) -> {
                subscriptions.start();
                try {
                    follow(answers, out);
                } finally {
                    subscriptions.end();
                }
            }
        }
        write(out, "complete", "");
    }

    private static void follow(Flow.Publisher<Map<String, Object>> answers, OutputStream out) throws IOException {
        try (var inbox = new Inbox(answers)) {
            out.flush(); // the headers
            while (true) {
                Item item = inbox.take();
                switch (item) {
                    case null -> write(out, ":\n\n");
                    case Item.Answer(Map<String, Object> answer) -> write(out, "next", Json.text(answer));
                    case Item.End end -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is stopping
        }
    }

    private static void write(OutputStream out, String event, String data) throws IOException {
        write(out, "event: " + event + "\ndata: " + data + "\n\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private sealed interface Item {
        record Answer(Map<String, Object> answer) implements Item {}

        record End() implements Item {}
    }

    /** Takes one answer at a time from the publisher. */
    private static final class Inbox implements Flow.Subscriber<Map<String, Object>>, AutoCloseable {
        private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
        private volatile Flow.@Nullable Subscription subscription;

        Inbox(Flow.Publisher<Map<String, Object>> answers) {
            answers.subscribe(this);
        }

        /** {@return the next item, or null where there was none for a while} */
        @Nullable
        Item take() throws InterruptedException {
            Item item = items.poll(PING_SECONDS, TimeUnit.SECONDS);
            Flow.Subscription known = subscription;
            if (item instanceof Item.Answer && known != null) {
                known.request(1);
            }
            return item;
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            begun.request(1);
        }

        @Override
        public void onNext(Map<String, Object> answer) {
            items.add(new Item.Answer(answer));
        }

        @Override
        public void onError(Throwable failure) {
            items.add(new Item.End());
        }

        @Override
        public void onComplete() {
            items.add(new Item.End());
        }

        @Override
        public void close() {
            Flow.Subscription known = subscription;
            if (known != null) {
                known.cancel();
            }
        }
    }
}
