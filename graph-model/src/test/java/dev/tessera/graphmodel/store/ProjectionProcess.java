package dev.tessera.graphmodel.store;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;

import dev.tessera.graphmodel.fixture.Child;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the first projection of a process in the folder of its argument, and says which processes that has started. */
final class ProjectionProcess {
    private ProjectionProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (Graph graph = EmbeddedGraph.open(GraphConfig.of(Path.of(arguments[0])))) {
            graph.execute(tx -> tx.run(cypher("CREATE (:Item {itemId: 'a'})"), Map.of()));
            Set<String> seen = ConcurrentHashMap.newKeySet();
            Thread watch = Thread.ofPlatform().daemon().start(() -> watch(seen));
            graph.project(ProjectionSpec.whole());
            watch.interrupt();
            watch.join();
            Child.say("started " + seen);
        }
    }

    private static void watch(Set<String> seen) {
        while (!Thread.currentThread().isInterrupted()) {
            ProcessHandle.current()
                    .children()
                    .forEach(c -> seen.add(c.info().commandLine().orElse("a process")));
        }
    }
}
