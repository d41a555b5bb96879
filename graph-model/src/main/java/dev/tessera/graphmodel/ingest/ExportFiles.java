package dev.tessera.graphmodel.ingest;

/** The names of an export's files, and of which format they are. */
final class ExportFiles {
    static final String MARK = "export.json";
    static final String USERS = "users.jsonl";
    static final String ITEMS = "items.jsonl";
    static final String INTERACTIONS = "interactions.jsonl";

    /** Raised when an older Tessera could not import what a newer one exports. */
    static final int FORMAT = 1;

    private ExportFiles() {}
}
