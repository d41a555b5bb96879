// What features are turned by before they are cut; null where they are not.
MATCH (codebook:Codebook {codebookId: $codebook})
RETURN codebook.textRotation AS text, codebook.imageRotation AS image, codebook.audioRotation AS audio
