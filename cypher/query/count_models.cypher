// How many models there are.
MATCH (model:Model)
RETURN count(model) AS total
