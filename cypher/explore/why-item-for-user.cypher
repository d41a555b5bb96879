// Why this item for this user, for models that propagate (LightGCN, BM3, FREEDOM, IDSF): the score as a sum of a base and
// one contribution of each item in the history, <c_i, e_j> / sqrt(n_u max(1, d_i)), with the tokens that the two items
// share. Where the model has a part for each modality, the parts stand side by side and count by the user's attention. The
// column adds up to the score where every kind of interaction counts as positive and nothing happened since the training;
// hidden items stand together in one row.
// @param user = 0    the user
// @param item = 0    the item that was recommended
// @needs mirror
MATCH (user:User {userId: $user}), (item:Item {itemId: $item})
WHERE NOT coalesce(item.hidden, false) AND item.embedding IS NOT NULL
WITH user, item, coalesce(user.base, []) AS base,
  [weight IN coalesce(user.attention, [1.0]) | weight] AS attention, item.embedding AS direction,
  COLLECT { MATCH (user)-[:INTERACTED]->(past:Item) RETURN DISTINCT past } AS history
WITH user, item, base, history,
  reduce(target = [], weight IN attention | target + [x IN direction | weight * x]) AS target
CALL (item, base, target, history) {
  RETURN 'base' AS part, null AS pastItem, null AS title, [] AS shared,
    reduce(dot = 0.0, k IN range(0, size(base) - 1) | dot + base[k] * target[k]) AS contribution
  UNION ALL
  UNWIND history AS past
  WITH item, target, past, coalesce(past.context, []) AS context,
    sqrt(size(history) * CASE WHEN past.trainDegree > 1 THEN past.trainDegree ELSE 1 END) AS degrees
  WITH item, past, coalesce(past.hidden, false) AS hidden,
    reduce(dot = 0.0, k IN range(0, size(context) - 1) | dot + context[k] * target[k]) / degrees AS value
  WITH CASE WHEN hidden THEN 'hidden items' ELSE 'item' END AS part, value,
    CASE WHEN hidden THEN null ELSE past.itemId END AS pastItem,
    CASE WHEN hidden THEN null ELSE past.title END AS title,
    CASE WHEN hidden THEN [] ELSE COLLECT {
      MATCH (past)-[:HAS_TOKEN]->(token:Token)<-[:HAS_TOKEN]-(item), (token)-[:OF]->(codebook:Codebook)
      WHERE EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
        OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) }
      RETURN token.label
      ORDER BY token.tokenId
    } END AS shared
  RETURN part, pastItem, title, shared, sum(value) AS contribution
}
RETURN part, pastItem AS item, title, contribution, shared
ORDER BY part = 'base' DESC, contribution DESC, item
