package dev.tessera.graphmodel.ingest;

/** A column, or a key of a JSON object, that has a meaning here. */
enum Column {
    USER("userId", "user"),
    ITEM("itemId", "item"),
    ID("id"),
    KIND("kind"),
    WEIGHT("weight", "rating"),
    AT("at", "timestamp"),
    EVENT_ID("eventId"),
    SPLIT("split", "xLabel"),
    RECOMMENDATION("recommendationId"),
    TITLE("title"),
    DESCRIPTION("description"),
    CATEGORIES("categories", "genres"),
    BRAND("brand"),
    TAGS("tags"),
    IMAGE_URL("imageUrl"),
    HIDDEN("hidden"),
    CREATED_AT("createdAt"),
    FEATURES("features"),
    PICTURE("imageDescription"),
    ATTRIBUTES("attributes");

    private final String name;
    private final String otherName;

    Column(String name) {
        this(name, name);
    }

    Column(String name, String otherName) {
        this.name = name;
        this.otherName = otherName;
    }

    /** {@return the name to use in messages} */
    String shown() {
        return name;
    }

    /** {@return whether a header means this column: case and underscores do not matter} */
    boolean isNamed(String header) {
        String plain = header.replace("_", "");
        return plain.equalsIgnoreCase(name) || plain.equalsIgnoreCase(otherName);
    }
}
