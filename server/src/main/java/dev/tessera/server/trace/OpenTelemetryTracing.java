package dev.tessera.server.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to a collector, from a thread of its own. What the collector does not take in time is dropped; no request waits
 * for it. Nothing of the library's own configuration is read, and no metrics of its own are kept.
 */
final class OpenTelemetryTracing implements Tracing {
    private static final String NAME = "tessera";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private OpenTelemetryTracing(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("dev.tessera");
    }

    static OpenTelemetryTracing to(TraceConfig config, String version) {
        LibraryLog.silence();
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.endpoint().toString())
                .setCompression("gzip")
                .setTimeout(PATIENCE)
                .setRetryPolicy(RetryPolicy.builder().setMaxAttempts(2).build())
                .setMeterProvider(MeterProvider.noop());
        config.headers().forEach(exporter::addHeader);
        var service = Attributes.of(
                AttributeKey.stringKey("service.name"), NAME, AttributeKey.stringKey("service.version"), version);
        return new OpenTelemetryTracing(SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(service)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sampleRatio())))
                .addSpanProcessor(BatchSpanProcessor.builder(new ReportedExporter(exporter.build(), config.endpoint()))
                        .setScheduleDelay(PAUSE)
                        .build())
                .build());
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public Step request(String name, Function<String, @Nullable String> header) {
        Context caller =
                W3CTraceContextPropagator.getInstance().extract(Context.root(), header, RequestHeaders.BY_NAME);
        return OpenStep.begin(tracer.spanBuilder(name).setParent(caller).setSpanKind(SpanKind.SERVER));
    }

    @Override
    public Step begin(String name) {
        return OpenStep.begin(tracer.spanBuilder(name));
    }

    @Override
    public Step part(String name) {
        return OpenStep.isAnyOpen() ? begin(name) : NoTracing.OFF;
    }

    @Override
    public Step partOf(List<Step> causes, String name) {
        SpanBuilder builder = tracer.spanBuilder(name);
        boolean isFirst = true;
        for (Step cause : causes) {
            if (cause instanceof OpenStep open) {
                if (isFirst) {
                    builder.setParent(Context.root().with(Span.wrap(open.context())));
                } else {
                    builder.addLink(open.context());
                }
                isFirst = false;
            }
        }
        return isFirst ? NoTracing.OFF : OpenStep.begin(builder);
    }

    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
