package dev.tessera.server.graphql;

import graphql.GraphQLError;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The size of a document, taken before it is held against the schema, because that takes long for the largest. Each
 * fragment is measured once, so that fragments that double each other cost no more than they are long.
 */
final class QueryShape {
    /** Fragments may lie in fragments; what lies deeper than this is no query of good faith, and would fill the stack. */
    private static final int DEEPEST_NESTING = 100;

    private static final Size EMPTY = new Size(0, 0, 0, 0);

    /**
     * The size of a part.
     *
     * @param depth levels of fields
     * @param fields with those of fragments, each time they are used
     * @param topFields those on its first level
     * @param nesting levels of selections, those of fragments too
     */
    private record Size(int depth, long fields, long topFields, int nesting) {
        Size beside(Size other) {
            return new Size(
                    Math.max(depth, other.depth),
                    Math.min(fields + other.fields, Integer.MAX_VALUE),
                    Math.min(topFields + other.topFields, Integer.MAX_VALUE),
                    Math.max(nesting, other.nesting));
        }

        Size asFieldAbove() {
            return new Size(depth + 1, fields + 1, 1, nesting);
        }

        Size nested() {
            return new Size(depth, fields, topFields, nesting + 1);
        }
    }

    private final QueryLimits limits;
    private final Map<String, FragmentDefinition> fragments = new HashMap<>();
    private final Map<String, Size> measured = new HashMap<>();
    private int aliases;
    private int longestList;
    private int nesting;
    private boolean tooNested;

    private QueryShape(QueryLimits limits) {
        this.limits = limits;
    }

    /** {@return why the document is refused, or null} */
    static @Nullable GraphQLError problem(Document document, QueryLimits limits) {
        return new QueryShape(limits).problem(document);
    }

    private @Nullable GraphQLError problem(Document document) {
        document.getDefinitionsOfType(FragmentDefinition.class).forEach(f -> fragments.put(f.getName(), f));
        fragments.keySet().forEach(this::fragment);
        for (var operation : document.getDefinitionsOfType(OperationDefinition.class)) {
            GraphQLError problem = problem(selections(operation.getSelectionSet()));
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable GraphQLError problem(Size size) {
        if (tooNested || size.nesting() > DEEPEST_NESTING) {
            return LimitErrors.tooComplex(
                    "the query nests selections more than " + DEEPEST_NESTING + " levels deep",
                    limits.depth(),
                    "limits.queryDepth");
        }
        if (size.depth() > limits.depth()) {
            return LimitErrors.tooComplex(
                    "the query nests fields " + size.depth() + " levels deep", limits.depth(), "limits.queryDepth");
        }
        if (size.topFields() > limits.rootFields()) {
            return LimitErrors.tooComplex(
                    "the query has " + size.topFields() + " fields on its first level",
                    limits.rootFields(),
                    "limits.rootFields");
        }
        if (aliases > limits.aliases()) {
            return LimitErrors.tooComplex("the query has " + aliases + " aliases", limits.aliases(), "limits.aliases");
        }
        if (longestList > limits.listEntries()) {
            return LimitErrors.tooLong("a list in the query", longestList, limits.listEntries());
        }
        return size.fields() > limits.complexity()
                ? LimitErrors.tooComplex(
                        "the query has " + size.fields() + " fields", limits.complexity(), "limits.queryComplexity")
                : null;
    }

    private Size selections(@Nullable SelectionSet set) {
        if (set == null || tooNested) {
            return EMPTY;
        }
        if (++nesting > DEEPEST_NESTING) {
            tooNested = true;
        }
        Size size = EMPTY;
        for (Selection<?> selection : set.getSelections()) {
            size = size.beside(selection(selection));
        }
        nesting--;
        return size.nested();
    }

    private Size selection(Selection<?> selection) {
        return switch (selection) {
            case Field field -> field(field);
            case InlineFragment inline -> selections(inline.getSelectionSet());
            case FragmentSpread spread -> fragment(spread.getName());
            default -> throw new IllegalStateException("there is no selection of " + selection.getClass());
        };
    }

    private Size field(Field field) {
        aliases += field.getAlias() == null ? 0 : 1;
        longestList = Math.max(longestList, ListLimit.longest(field.getArguments()));
        return selections(field.getSelectionSet()).asFieldAbove();
    }

    /** A fragment that is not there, or holds itself, counts as empty: the schema's rules refuse it by name. */
    private Size fragment(String name) {
        Size known = measured.get(name);
        FragmentDefinition fragment = fragments.get(name);
        if (known != null || fragment == null) {
            return known == null ? EMPTY : known;
        }
        measured.put(name, EMPTY);
        Size size = selections(fragment.getSelectionSet());
        measured.put(name, size);
        return size;
    }
}
