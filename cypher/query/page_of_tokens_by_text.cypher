// The tokens of a codebook whose labels a full-text query finds, most relevant first. An empty $modality stands for all.
CALL db.index.fulltext.queryNodes('token_text', $search) YIELD node AS found, score
WHERE ($modality = '' OR found.modality = $modality)
  AND EXISTS { (found)-[:OF]->(:Codebook {codebookId: $codebook}) }
RETURN found.tokenId AS token
ORDER BY score DESC, found.modality, found.slot, found.code
SKIP $skip
LIMIT $limit
