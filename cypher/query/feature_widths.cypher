// How wide the features of each modality are, as one of the items has them.
UNWIND $properties AS property
CALL (property) {
  MATCH (item:Item) WHERE item[property] IS NOT NULL
  RETURN size(item[property]) AS width LIMIT 1
}
RETURN property, width
