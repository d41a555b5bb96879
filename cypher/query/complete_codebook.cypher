// Declares a codebook complete. What was learned are the rotations and the encoders, each a property of its own.
MATCH (codebook:Codebook {codebookId: $codebook})
SET codebook.complete = true, codebook.slots = $slots, codebook.codes = $codes
SET codebook += $learned
