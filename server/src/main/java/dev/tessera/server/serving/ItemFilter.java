package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.TokenId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A condition on items. */
public sealed interface ItemFilter {
    /** At least one of the item's categories is one of these. */
    record InCategory(Set<String> names) implements ItemFilter {
        public InCategory {
            names = Set.copyOf(names);
        }
    }

    /** The item's brand is one of these. */
    record OfBrand(Set<String> names) implements ItemFilter {
        public OfBrand {
            names = Set.copyOf(names);
        }
    }

    /**
     * The item's time of creation is known, at or after {@code from} and before {@code until}.
     *
     * @param from null: from the beginning
     * @param until null: to the end
     */
    record Created(@Nullable Instant from, @Nullable Instant until) implements ItemFilter {}

    /** The item carries a token of the codebook in use. */
    record HasToken(TokenId token) implements ItemFilter {}

    /** All hold; an empty list always does. */
    record All(List<ItemFilter> filters) implements ItemFilter {
        public All {
            filters = List.copyOf(filters);
        }
    }

    /** At least one holds; of an empty list none does. */
    record Any(List<ItemFilter> filters) implements ItemFilter {
        public Any {
            filters = List.copyOf(filters);
        }
    }

    /** It does not hold. */
    record Not(ItemFilter filter) implements ItemFilter {}
}
