// Makes the brands of each item exactly those named.
UNWIND $rows AS row
MATCH (item:Item {itemId: row.itemId})
CALL (row, item) {
  MATCH (item)-[old:BY]->(brand:Brand)
  WHERE NOT brand.name IN row.names
  DELETE old
}
CALL (row, item) {
  UNWIND row.names AS name
  MERGE (brand:Brand {name: name})
  MERGE (item)-[:BY]->(brand)
}
