// Makes a version active again that was so before. It keeps its place in the order, so that one can go further back.
MATCH (model:Model)
SET model.active = (model.version = $version),
  model.writeBack = CASE WHEN model.version = $version THEN 'PENDING' ELSE 'DONE' END
