// Communities of items, found by GDS's Louvain method in the graph where two items are joined when they share at least
// two tokens, weighted by how many. For each: its size, some items, and its three most frequent tokens.
CALL gds.graph.drop('item-communities', false) YIELD graphName
WITH count(graphName) AS dropped
CALL (dropped) {
  MATCH (codebook:Codebook)
  WHERE EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
    OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) }
  MATCH (codebook)<-[:OF]-(token:Token)<-[:HAS_TOKEN]-(one:Item)
  WHERE NOT coalesce(one.hidden, false)
  MATCH (token)<-[:HAS_TOKEN]-(other:Item)
  WHERE one.itemId < other.itemId AND NOT coalesce(other.hidden, false)
  WITH one, other, count(token) AS shared
  WHERE shared >= 2
  WITH one, other, shared
  ORDER BY one.itemId, other.itemId
  RETURN gds.graph.project('item-communities', one, other, {relationshipProperties: {shared: shared}},
    {undirectedRelationshipTypes: ['*']}) AS graph
}
WITH graph
WHERE graph IS NOT NULL
CALL gds.louvain.stream(graph.graphName, {relationshipWeightProperty: 'shared', concurrency: 1})
YIELD nodeId, communityId
WITH graph.graphName AS name, communityId, gds.util.asNode(nodeId) AS item
ORDER BY item.itemId
WITH name, communityId, collect(item) AS members
WITH name, collect(members) AS communities
CALL gds.graph.drop(name, false) YIELD graphName
UNWIND communities AS members
WITH members
ORDER BY size(members) DESC, head(members).itemId
LIMIT 10
CALL (members) {
  MATCH (codebook:Codebook)
  WHERE EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
    OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) }
  UNWIND members AS member
  MATCH (member)-[:HAS_TOKEN]->(token:Token)-[:OF]->(codebook)
  WITH token, count(member) AS carriers
  ORDER BY carriers DESC, token.tokenId
  LIMIT 3
  RETURN collect(token.label) AS labels
}
RETURN size(members) AS size, [member IN members[..5] | member.itemId] AS items, labels
ORDER BY size DESC, items[0]
