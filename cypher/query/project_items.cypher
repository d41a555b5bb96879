// Projects items and their feature vectors into GDS; $none, one NaN, stands for a missing one.
MATCH (item:Item)
WHERE size($categories) = 0 OR EXISTS {
  MATCH (item)-[:IN_CATEGORY]->(category:Category) WHERE category.name IN $categories
}
RETURN gds.graph.project($graph, item, null, {
  sourceNodeLabels: ['Item'],
  targetNodeLabels: NULL,
  sourceNodeProperties: {
    textFeature: coalesce(item.textFeature, $none),
    imageFeature: coalesce(item.imageFeature, $none),
    audioFeature: coalesce(item.audioFeature, $none)
  },
  targetNodeProperties: NULL
})
