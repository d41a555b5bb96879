package dev.tessera.graphmodel.split;

/** How interactions are divided into training, validation and test part. */
public enum SplitProtocol {
    /** As the data says; interactions without a label as {@link #RANDOM}. */
    LABEL,
    /**
     * MMRec's: each user's interactions by chance. Of n below 3 all are trained on; below 10 one is validated and one
     * tested on; else h = floor(0.2 n) are held out, floor(h / 2) for validation and the rest for the test.
     */
    RANDOM,
    /** In the counts of {@link #RANDOM}, but each user's last interactions are tested on, and those before validate. */
    TIME,
    /** The last tenth of all interactions is tested on, the tenth before validates, whoever they are of. */
    GLOBAL_TIME;

    /** {@return the name on the command line, such as {@code global-time}} */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /**
     * {@return the protocol of that name}
     *
     * @throws IllegalArgumentException where there is none; the message lists those there are
     */
    public static SplitProtocol of(String key) {
        for (SplitProtocol protocol : values()) {
            if (protocol.key().equals(key)) {
                return protocol;
            }
        }
        throw new IllegalArgumentException(
                "there is no split '" + key + "'. There are: label, random, time, global-time");
    }
}
