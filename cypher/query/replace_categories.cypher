// Makes the categories of each item exactly those named.
UNWIND $rows AS row
MATCH (item:Item {itemId: row.itemId})
CALL (row, item) {
  MATCH (item)-[old:IN_CATEGORY]->(category:Category)
  WHERE NOT category.name IN row.names
  DELETE old
}
CALL (row, item) {
  UNWIND row.names AS name
  MERGE (category:Category {name: name})
  MERGE (item)-[:IN_CATEGORY]->(category)
}
