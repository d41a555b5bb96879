package dev.tessera.server.http;

import dev.tessera.server.graphql.Reply;
import dev.tessera.server.metrics.SubscriptionCount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One request over a web socket, and its answers, in the messages of graphql-transport-ws. */
final class SocketOperation implements Flow.Subscriber<Map<String, Object>> {
    private final Outlet client;
    private final String id;
    private final SubscriptionCount subscriptions;
    private final AtomicBoolean isCounted = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile Flow.@Nullable Subscription subscription;

    /** The connection that the request came over. */
    interface Outlet {
        /** Sends a message, which may have to wait for others, unless nobody wants it any more when its turn comes. */
        void send(BooleanSupplier unwanted, Map<String, ?> message);

        /** {@return whether the operation was open} It is closed from now on. */
        boolean close(String id, SocketOperation operation);
    }

    SocketOperation(Outlet client, String id, SubscriptionCount subscriptions) {
        this.client = client;
        this.id = id;
        this.subscriptions = subscriptions;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** The client wants no more. */
    void cancel() {
        cancelled = true;
        Flow.Subscription known = subscription;
        if (known != null) {
            known.cancel();
        }
        countEnd();
    }

    /** Sends the answer, or the answers as they come. */
    void answer(Reply reply) {
        switch (reply) {
            case Reply.Many(Flow.Publisher<Map<String, Object>> answers) -> {
                subscriptions.start();
                isCounted.set(true);
                answers.subscribe(this);
            }
            case Reply.Once(Map<String, Object> answer)
            when answer.containsKey("data") -> {
                next(answer);
                onComplete();
            }
            case Reply.Once(Map<String, Object> answer) -> fail(answer.get("errors"));
        }
    }

    private void next(Map<String, Object> answer) {
        client.send(this::isCancelled, Map.of("type", "next", "id", id, "payload", answer));
    }

    /** Says why there is no answer. */
    void fail(Refusal refusal) {
        fail(errors(refusal));
    }

    private void fail(@Nullable Object errors) {
        if (client.close(id, this)) {
            sendErrors(errors);
        }
    }

    /** Says why this is not begun; it was never open. */
    void refuse(Refusal refusal) {
        sendErrors(errors(refusal));
    }

    private static @Nullable Object errors(Refusal refusal) {
        return ((Map<?, ?>) Json.errors(refusal)).get("errors");
    }

    private void sendErrors(@Nullable Object errors) {
        Map<String, Object> message = new HashMap<>();
        message.put("type", "error");
        message.put("id", id);
        message.put("payload", errors == null ? List.of() : errors);
        client.send(() -> false, message);
    }

    private void countEnd() {
        if (isCounted.getAndSet(false)) {
            subscriptions.end();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        if (cancelled) {
            begun.cancel();
            countEnd();
        } else {
            begun.request(1);
        }
    }

    @Override
    public void onNext(Map<String, Object> answer) {
        next(answer);
        Flow.Subscription known = subscription;
        if (known != null) {
            known.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        onComplete();
    }

    @Override
    public void onComplete() {
        countEnd();
        if (client.close(id, this)) {
            client.send(() -> false, Map.of("type", "complete", "id", id));
        }
    }
}
