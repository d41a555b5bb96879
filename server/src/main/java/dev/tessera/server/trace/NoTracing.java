package dev.tessera.server.trace;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells nobody of anything. */
enum NoTracing implements Tracing, Step {
    OFF;

    @Override
    public boolean isOn() {
        return false;
    }

    @Override
    public Step request(String name, Function<String, @Nullable String> header) {
        return this;
    }

    @Override
    public Step begin(String name) {
        return this;
    }

    @Override
    public Step part(String name) {
        return this;
    }

    @Override
    public Step partOf(List<Step> causes, String name) {
        return this;
    }

    @Override
    public Step with(String key, String value) {
        return this;
    }

    @Override
    public Step with(String key, long value) {
        return this;
    }

    @Override
    public Step with(String key, double value) {
        return this;
    }

    @Override
    public Step failed(String why) {
        return this;
    }

    @Override
    public void close() {}
}
