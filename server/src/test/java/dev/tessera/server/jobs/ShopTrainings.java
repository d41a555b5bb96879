package dev.tessera.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.server.live.LiveShop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Trains a shop by its API, and follows what comes of it. */
record ShopTrainings(LiveShop shop) {
    private static final String RUN =
            "{ id status error startedAt endedAt input model { version active } progress { epoch recall20 } }";

    String start(String input) {
        return shop.data("mutation { startTraining(input: {" + input + "}) { run { id status } } }")
                .at("/startTraining/run/id")
                .asText();
    }

    JsonNode run(String id) {
        return shop.data("{ trainingRun(id: \"" + id + "\") " + RUN + " }").get("trainingRun");
    }

    JsonNode ended(String id) throws Exception {
        follow(id).get(100, TimeUnit.SECONDS);
        return run(id);
    }

    /** {@return all that a subscriber gets, once the run has ended} */
    CompletableFuture<List<RunProgress>> follow(String id) {
        var all = new CompletableFuture<List<RunProgress>>();
        List<RunProgress> seen = new ArrayList<>();
        shop.administration().jobs().progress(id).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(RunProgress item) {
                seen.add(item);
            }

            @Override
            public void onError(Throwable throwable) {
                all.completeExceptionally(throwable);
            }

            @Override
            public void onComplete() {
                all.complete(seen);
            }
        });
        return all;
    }

    String active() {
        return shop.data("{ activeModel { version } }")
                .at("/activeModel/version")
                .asText();
    }

    JsonNode cancel(String id) {
        return shop.ask("mutation { cancelTraining(id: \"" + id + "\") { run { status } } }", Map.of());
    }

    void awaitEpoch(String id) throws InterruptedException {
        while (run(id).get("progress").isEmpty()) {
            Thread.sleep(20);
        }
    }

    void activate(String version) {
        assertThat(shop.data("mutation { activateModel(version: \"" + version + "\") { model { active } } }")
                        .at("/activateModel/model/active")
                        .asBoolean())
                .isTrue();
    }
}
