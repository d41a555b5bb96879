// Creates tokens of a codebook.
MATCH (codebook:Codebook {codebookId: $codebook})
UNWIND $rows AS row
CREATE (token:Token {
  tokenId: row.token, modality: row.modality, slot: row.slot, code: row.code,
  label: row.label, itemCount: row.itemCount, centroid: row.centroid
})-[:OF]->(codebook)
SET token:$(row.kind)
