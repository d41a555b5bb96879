// How many tokens a codebook has. An empty $modality stands for all.
MATCH (token:Token)-[:OF]->(:Codebook {codebookId: $codebook})
WHERE $modality = '' OR token.modality = $modality
RETURN count(token) AS total
