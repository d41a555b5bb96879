// Gives every item a vector with one number more, by which all are equally long.
MATCH (item:Item)
WITH item, reduce(sum = 0.0, x IN item.embedding | sum + x * x) AS square
SET item.lengthened = item.embedding + [CASE WHEN square < $square THEN sqrt($square - square) ELSE 0.0 END]
