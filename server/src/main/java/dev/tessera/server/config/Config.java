package dev.tessera.server.config;

import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.graphmodel.store.GraphConfig.Bolt;
import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.server.graphql.QueryLimits;
import dev.tessera.server.http.HttpLimits;
import dev.tessera.server.jobs.TrainingPolicy;
import dev.tessera.training.tensor.ComputeDevice;
import java.nio.file.Path;
import java.util.Set;

/**
 * Everything that can be configured, valid. {@link ConfigLoader} makes it.
 *
 * @param data the data folder, absolute
 * @param allowedHosts names that callers may know the server by, besides those of loopback
 * @param bolt what a server opens; a command in its own process opens no port
 * @param pageCacheMegabytes memory for the store's pages
 * @param training how a server handles training runs, and how many versions stay
 * @param positiveKinds the interaction kinds that count as positive; empty: all
 * @param httpLimits what callers may take of a server
 * @param queryLimits what one of their requests may ask for
 * @param encoders what makes features of texts and pictures
 * @param security who gets in, and how
 * @param operations how a server is watched and ended
 */
public record Config(
        Path data,
        HttpAddress http,
        Set<String> allowedHosts,
        Bolt bolt,
        int pageCacheMegabytes,
        ComputeDevice device,
        TrainingPolicy training,
        Set<String> positiveKinds,
        HttpLimits httpLimits,
        QueryLimits queryLimits,
        EncoderSettings encoders,
        SecuritySettings security,
        OperationsSettings operations) {
    public Config {
        allowedHosts = Set.copyOf(allowedHosts);
        positiveKinds = Set.copyOf(positiveKinds);
    }

    /** {@return the same on another data folder} */
    public Config withData(Path other) {
        return new Config(
                other,
                http,
                allowedHosts,
                bolt,
                pageCacheMegabytes,
                device,
                training,
                positiveKinds,
                httpLimits,
                queryLimits,
                encoders,
                security,
                operations);
    }

    /** {@return how a server opens the graph} */
    public GraphConfig serverGraph() {
        return new GraphConfig(data, pageCacheMegabytes, bolt, security.analysts());
    }

    /** {@return how a command opens the graph: without Bolt} */
    public GraphConfig commandGraph() {
        return new GraphConfig(data, pageCacheMegabytes, new Bolt.Off());
    }

    /** {@return the whole graph, with the configured kinds positive} */
    public ProjectionSpec projection() {
        return new ProjectionSpec(positiveKinds, Set.of(), null, null);
    }
}
