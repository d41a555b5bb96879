// Declares a codebook complete.
MATCH (codebook:Codebook {codebookId: $codebook})
SET codebook.complete = true, codebook.slots = $slots, codebook.codes = $codes
SET codebook += $rotations
