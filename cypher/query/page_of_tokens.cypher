// The tokens of a codebook that follow one, by modality, slot and code. An empty $modality stands for all.
MATCH (found:Token)-[:OF]->(:Codebook {codebookId: $codebook})
WHERE ($modality = '' OR found.modality = $modality)
  AND (found.modality > $afterModality
    OR found.modality = $afterModality AND found.slot > $afterSlot
    OR found.modality = $afterModality AND found.slot = $afterSlot AND found.code > $afterCode)
RETURN found.tokenId AS token
ORDER BY found.modality, found.slot, found.code
LIMIT $limit
