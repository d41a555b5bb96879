// The codebook made last.
MATCH (known:Codebook {complete: true})
RETURN known.codebookId AS codebook
ORDER BY known.fittedAt DESC, known.codebookId DESC
LIMIT 1
