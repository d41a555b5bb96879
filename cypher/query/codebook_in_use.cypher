// The codebook that the active model uses, else the one made last.
MATCH (known:Codebook {complete: true})
WITH known, EXISTS { (:Model {active: true})-[:USES]->(known) } AS used
RETURN known.codebookId AS codebook
ORDER BY used DESC, known.fittedAt DESC, known.codebookId DESC
LIMIT 1
