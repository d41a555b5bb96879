package dev.tessera.server.config;

/** The defaults as a commented {@code tessera.yaml}. */
public final class ConfigDefaults {
    private ConfigDefaults() {}

    /** {@return YAML that loads back to the defaults} */
    public static String yaml() {
        var text = new StringBuilder("# Tessera's settings, with their defaults. Put what you change into tessera.yaml"
                + " in the data folder,\n# or into a file named by --config. Stronger than a file is the variable"
                + " named with each key; stronger\n# still is a flag.\n");
        for (ConfigKey key : ConfigKey.values()) {
            text.append("\n# ")
                    .append(key.comment())
                    .append(" (")
                    .append(key.variable())
                    .append(")\n");
            text.append(line(key)).append('\n');
        }
        return text.toString();
    }

    private static String line(ConfigKey key) {
        String line = key.key() + ": " + key.standard();
        return key == ConfigKey.DATA ? "# " + line : line;
    }
}
