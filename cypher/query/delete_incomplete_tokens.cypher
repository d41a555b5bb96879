// Removes a batch of the tokens that an interrupted writer left behind.
MATCH (token:Token)-[:OF]->(:Codebook {complete: false})
WITH token LIMIT 1000
DETACH DELETE token
RETURN count(*) AS deleted
