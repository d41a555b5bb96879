package dev.tessera.graphmodel.store;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.neo4j.exceptions.KernelException;
import org.neo4j.kernel.api.procedure.GlobalProcedures;
import org.neo4j.kernel.internal.GraphDatabaseAPI;
import org.neo4j.procedure.Procedure;
import org.neo4j.procedure.UserAggregationFunction;
import org.neo4j.procedure.UserFunction;

/**
 * Makes the GDS procedures callable from Cypher. GDS's extension is found by {@code ServiceLoader}, but in an embedded
 * database nothing finds its procedures: this scans their jars and registers each class. The only place that uses
 * Neo4j's internal procedure registry.
 */
final class GdsProcedures {
    private static final Pattern PROCEDURE_JAR =
            Pattern.compile(".*/(proc|cypher-aggregation|pipeline)[^/]*-\\d[^/]*\\.jar$");

    /** Exports write files and databases beside the store, toggles change GDS for everybody: not for a reader to do. */
    private static final Set<String> LEFT_OUT =
            Set.of("org/neo4j/gds/catalog/GraphStoreExportProc.class", "org/neo4j/gds/FeatureToggleProc.class");

    private static final String GDS_PACKAGE = "org/neo4j/gds/";

    private GdsProcedures() {}

    static void register(GraphDatabaseAPI database) {
        keepOtherProcessesAway();
        var registry = database.getDependencyResolver().resolveDependency(GlobalProcedures.class);
        try {
            for (Class<?> candidate : candidates()) {
                register(registry, candidate);
            }
        } catch (IOException | KernelException e) {
            throw new GraphException("the procedures of Graph Data Science cannot be registered", e);
        }
    }

    /**
     * At its first projection GDS asks the library jol how large objects are. To measure rather than to estimate that, jol
     * starts another JVM and attaches it to this one, which stands still meanwhile: for a second where the system forbids
     * it, for a minute where it does not.
     */
    private static void keepOtherProcessesAway() {
        System.setProperty("jol.skipHotspotSAAttach", "true");
        System.setProperty("jol.skipDynamicAttach", "true");
    }

    private static void register(GlobalProcedures registry, Class<?> candidate) throws KernelException {
        Method[] methods;
        try {
            methods = candidate.getDeclaredMethods();
        } catch (NoClassDefFoundError e) {
            return; // refers to an optional library that is not here, so nothing can call it
        }
        if (annotated(methods, Procedure.class)) {
            registry.registerProcedure(candidate);
        }
        if (annotated(methods, UserFunction.class)) {
            registry.registerFunction(candidate);
        }
        if (annotated(methods, UserAggregationFunction.class)) {
            registry.registerAggregationFunction(candidate);
        }
    }

    private static boolean annotated(
            AnnotatedElement[] elements, Class<? extends java.lang.annotation.Annotation> annotation) {
        return Arrays.stream(elements).anyMatch(e -> e.isAnnotationPresent(annotation));
    }

    private static List<Class<?>> candidates() throws IOException {
        List<Class<?>> found = new ArrayList<>();
        ClassLoader loader = GdsProcedures.class.getClassLoader();
        for (URL manifest : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
            if (manifest.openConnection() instanceof JarURLConnection connection
                    && PROCEDURE_JAR
                            .matcher(connection.getJarFileURL().getPath())
                            .matches()) {
                addClasses(connection.getJarFile(), loader, found);
            }
        }
        if (found.isEmpty()) {
            throw new GraphException(
                    "no jar of Graph Data Science is on the class path. Were the jars merged into one?");
        }
        return found;
    }

    private static void addClasses(JarFile jar, ClassLoader loader, List<Class<?>> found) {
        try (Stream<JarEntry> entries = jar.stream()) {
            entries.map(JarEntry::getName)
                    .filter(n -> n.startsWith(GDS_PACKAGE) && n.endsWith(".class") && !n.contains("$"))
                    .filter(n -> !LEFT_OUT.contains(n))
                    .map(n -> load(n, loader))
                    .filter(c -> c != GdsProcedures.class)
                    .forEach(found::add);
        }
    }

    /** Loads without initialising; this class itself stands for one that cannot be loaded. */
    private static Class<?> load(String entry, ClassLoader loader) {
        String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return GdsProcedures.class;
        }
    }
}
