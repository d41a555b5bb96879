// Projects each pair of user and item that have interacted once into GDS: parallel events count once. A pair with one
// event in the training part belongs there whole, so that nothing of it is held out; a label goes before none.
MATCH (user:User)-[event:INTERACTED]->(item:Item)
WHERE (size($kinds) = 0 OR event.kind IN $kinds)
  AND ($from IS NULL OR event.at >= $from)
  AND ($until IS NULL OR event.at < $until)
  AND (size($categories) = 0 OR EXISTS {
    MATCH (item)-[:IN_CATEGORY]->(category:Category) WHERE category.name IN $categories
  })
WITH user, item,
  min(event.at.epochMillis) AS at,
  min(CASE event.split WHEN 'train' THEN 0 WHEN 'validation' THEN 1 WHEN 'test' THEN 2 ELSE 3 END) AS split
RETURN gds.graph.project($graph, user, item, {
  sourceNodeLabels: ['User'],
  targetNodeLabels: ['Item'],
  relationshipType: 'INTERACTED',
  relationshipProperties: {split: split, at: at}
})
