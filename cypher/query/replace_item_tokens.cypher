// Makes the tokens that an item carries in one modality of a codebook exactly those given; says which it carried before.
UNWIND $rows AS row
MATCH (item:Item {itemId: row.item})
CALL (row, item) {
  MATCH (item)-[old:HAS_TOKEN]->(token:Token {modality: row.modality})-[:OF]->(:Codebook {codebookId: $codebook})
  WITH old, token.tokenId AS carried
  DELETE old
  RETURN collect(carried) AS before
}
CALL (row, item) {
  UNWIND row.tokens AS given
  MATCH (token:Token {tokenId: given.token})
  CREATE (item)-[:HAS_TOKEN {slot: given.slot, distance: given.distance}]->(token)
}
RETURN before
