package dev.tessera.server.command;

import dev.tessera.graphmodel.encode.EncodingOutcome;
import dev.tessera.graphmodel.encode.EncodingOutcome.Given;
import dev.tessera.graphmodel.encode.EncodingOutcome.Made;
import dev.tessera.graphmodel.encode.EncodingOutcome.Nothing;
import java.io.PrintStream;

/** Says what encoders made of the items' content, where there is something to say. */
final class EncodingText {
    private EncodingText() {}

    static void print(EncodingOutcome outcome, PrintStream out) {
        String key = outcome.modality().key();
        switch (outcome) {
            case Made made -> {
                out.println(key + " features of " + made.items() + " items made by " + made.by());
                printOutdated(made.outdated(), out);
            }
            case Given given
            when given.without() > 0 ->
                out.println(given.items() + " items have a " + key + " feature that was given, so none were made for "
                        + given.without() + " others: the two could not be compared. Give all of them, or none");
            case Given given -> {}
            case Nothing nothing -> printOutdated(nothing.outdated(), out);
        }
    }

    private static void printOutdated(int pictures, PrintStream out) {
        if (pictures > 0) {
            out.println(pictures + " pictures were imported for another image encoder and have no feature. Import them"
                    + " again");
        }
    }
}
