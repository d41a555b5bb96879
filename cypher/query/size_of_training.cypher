// How large the parts of a training are.
OPTIONAL MATCH (codebook:Codebook {complete: true})
WITH codebook ORDER BY codebook.fittedAt DESC, codebook.codebookId DESC LIMIT 1
RETURN COUNT { (:User) } AS users, COUNT { (:Item) } AS items, COUNT { ()-[:INTERACTED]->() } AS events,
  COUNT { (codebook)<-[:OF]-() } AS tokens
