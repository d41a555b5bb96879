// Removes the codebooks that an interrupted writer left behind.
MATCH (codebook:Codebook {complete: false})
DETACH DELETE codebook
