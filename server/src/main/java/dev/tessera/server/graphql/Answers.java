package dev.tessera.server.graphql;

import graphql.ExecutionResult;
import java.util.Map;
import java.util.concurrent.Flow;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The results of a subscription as answers.
 *
 * @param results of the engine, an {@link ExecutionResult} each
 */
record Answers(Publisher<?> results, Deadline deadline) implements Flow.Publisher<Map<String, Object>> {
    @Override
    public void subscribe(Flow.Subscriber<? super Map<String, Object>> subscriber) {
        results.subscribe(new Subscriber<Object>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long more) {
                        subscription.request(more);
                    }

                    @Override
                    public void cancel() {
                        subscription.cancel();
                    }
                });
            }

            @Override
            public void onNext(Object result) {
                subscriber.onNext(
                        CodedErrors.in((ExecutionResult) result, deadline).toSpecification());
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }
}
