// How many tokens of a codebook a full-text query finds. An empty $modality stands for all.
CALL db.index.fulltext.queryNodes('token_text', $search) YIELD node AS found
WHERE ($modality = '' OR found.modality = $modality)
  AND EXISTS { (found)-[:OF]->(:Codebook {codebookId: $codebook}) }
RETURN count(found) AS total
