// Removes a batch of the features of one modality that an encoder made: given ones take their place.
MATCH (item:Item)
WHERE item[$maker] IS NOT NULL
WITH item
LIMIT 2000
SET item += $nothing
RETURN count(*) AS cleared
