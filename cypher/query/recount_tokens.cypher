// Counts anew how many items carry each of some tokens.
UNWIND $tokens AS id
MATCH (token:Token {tokenId: id})
SET token.itemCount = COUNT { (token)<-[:HAS_TOKEN]-() }
