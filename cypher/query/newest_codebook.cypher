// The codebook made last.
MATCH (codebook:Codebook {complete: true})
RETURN codebook.codebookId AS codebook
ORDER BY codebook.fittedAt DESC, codebook DESC
LIMIT 1
