package dev.tessera.cypher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All statements of the product by folder: {@code schema} (migrations, in order), {@code query} (what the code runs)
 * and {@code explore} (recipes for people).
 */
public final class CypherCatalog {
    private static final String SUFFIX = ".cypher";

    private final Map<String, Statement> migrations;
    private final Map<String, Statement> queries;
    private final Map<String, Statement> recipes;

    private CypherCatalog(
            Map<String, Statement> migrations, Map<String, Statement> queries, Map<String, Statement> recipes) {
        this.migrations = migrations;
        this.queries = queries;
        this.recipes = recipes;
    }

    /** Reads every file once, from the class path's folder or jar. */
    public static CypherCatalog load() {
        return new CypherCatalog(folder("schema"), folder("query"), folder("explore"));
    }

    /** {@return the migrations by rising version} */
    public List<Statement> migrations() {
        return List.copyOf(migrations.values());
    }

    /** {@return the recipes by name} */
    public Collection<Statement> recipes() {
        return recipes.values();
    }

    /**
     * {@return the statement in {@code query/NAME.cypher}}
     *
     * @throws IllegalArgumentException where there is no such file
     */
    public Statement query(String name) {
        return find(queries, name, "query");
    }

    /**
     * {@return the recipe in {@code explore/NAME.cypher}}
     *
     * @throws IllegalArgumentException where there is no such file; the message lists those there are
     */
    public Statement recipe(String name) {
        return find(recipes, name, "recipe");
    }

    private static Statement find(Map<String, Statement> statements, String name, String what) {
        Statement found = statements.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "no " + what + " named '" + name + "'. There are: " + String.join(", ", statements.keySet()));
        }
        return found;
    }

    private static Map<String, Statement> folder(String name) {
        URL url = CypherCatalog.class.getResource(name);
        if (url == null) {
            throw new IllegalStateException("the folder " + name + " is missing from the jar of the cypher module");
        }
        try {
            URI uri = url.toURI();
            if (!uri.getScheme().equals("jar")) {
                return statements(Path.of(uri));
            }
            Path jar = Path.of(URI.create(uri.getSchemeSpecificPart().replaceFirst("!.*", "")));
            try (FileSystem inside = FileSystems.newFileSystem(jar)) {
                return statements(inside.getPath(uri.getSchemeSpecificPart().replaceFirst(".*!", "")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Statement> statements(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> listed = Files.list(folder)) {
            listed.filter(f -> f.toString().endsWith(SUFFIX)).forEach(files::add);
        }
        Map<String, Statement> byName = new TreeMap<>();
        for (Path file : files) {
            String fileName = file.getFileName().toString();
            String name = fileName.substring(0, fileName.length() - SUFFIX.length());
            byName.put(name, Statement.parse(name, Files.readString(file)));
        }
        return byName;
    }
}
