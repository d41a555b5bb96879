// The codebook made last.
MATCH (codebook:Codebook {complete: true})
WITH codebook ORDER BY codebook.fittedAt DESC, codebook.codebookId DESC LIMIT 1
RETURN codebook.codebookId AS codebook
