package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.serving.Audience;
import dev.tessera.server.serving.Question;
import graphql.schema.DataFetchingEnvironment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads for whom and by what a ranking is asked: {@code for}, {@code where}, {@code exclude}, {@code steer}. */
final class QuestionArgument {
    private QuestionArgument() {}

    static Question of(DataFetchingEnvironment env) {
        Boolean includeSeen = env.getArgument("includeSeen");
        return new Question(
                audience(env),
                FilterArgument.where(env),
                ids(env.getArgument("exclude")),
                includeSeen != null && includeSeen,
                steer(env));
    }

    @SuppressWarnings("unchecked") // as the schema has it
    private static Audience audience(DataFetchingEnvironment env) {
        Map<String, Object> given = Objects.requireNonNull(env.getArgument("for"));
        String user = (String) given.get("userId");
        if (user != null) {
            return new Audience.OfUser(Arguments.id(user, UserId::new));
        }
        var session = (Map<String, List<String>>) Objects.requireNonNull(given.get("session"));
        return new Audience.Session(List.copyOf(ids(session.get("liked"))), List.copyOf(ids(session.get("disliked"))));
    }

    /** {@return the items of these ids; none for null} */
    static Set<ItemId> ids(@Nullable List<String> ids) {
        Set<ItemId> items = new HashSet<>();
        if (ids != null) {
            ids.forEach(id -> items.add(Arguments.id(id, ItemId::new)));
        }
        return items;
    }

    private static Map<TokenId, Double> steer(DataFetchingEnvironment env) {
        List<Map<String, Object>> given = env.getArgument("steer");
        Map<TokenId, Double> steer = new HashMap<>();
        for (Map<String, Object> each : given == null ? List.<Map<String, Object>>of() : given) {
            TokenId token = Arguments.id((String) Objects.requireNonNull(each.get("tokenId")), TokenId::parse);
            if (steer.put(token, (Double) Objects.requireNonNull(each.get("weight"))) != null) {
                throw RequestException.badInput("'steer' has token '" + token + "' twice. Give it one weight");
            }
        }
        return steer;
    }
}
