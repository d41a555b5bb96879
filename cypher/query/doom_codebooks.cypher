// Marks codebooks to be deleted: all that no version uses but the newest, which the next training will use.
MATCH (codebook:Codebook {complete: true})
WITH codebook ORDER BY codebook.fittedAt DESC, codebook.codebookId DESC
WITH collect(codebook)[1..] AS older
UNWIND older AS codebook
WITH codebook WHERE NOT EXISTS { (:Model)-[:USES]->(codebook) }
SET codebook.complete = false
