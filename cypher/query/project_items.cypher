// Projects items and, where $features says so, their feature vectors into GDS; $none, one NaN, stands for a missing one.
MATCH (item:Item)
WHERE size($categories) = 0 OR EXISTS {
  MATCH (item)-[:IN_CATEGORY]->(category:Category) WHERE category.name IN $categories
}
RETURN gds.graph.project($graph, item, null, {
  sourceNodeLabels: ['Item'],
  targetNodeLabels: NULL,
  sourceNodeProperties: {
    textFeature: CASE WHEN $features THEN coalesce(item.textFeature, $none) ELSE $none END,
    imageFeature: CASE WHEN $features THEN coalesce(item.imageFeature, $none) ELSE $none END,
    audioFeature: CASE WHEN $features THEN coalesce(item.audioFeature, $none) ELSE $none END
  },
  targetNodeProperties: NULL
})
