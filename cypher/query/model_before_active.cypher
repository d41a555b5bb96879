// The version that was the active one before the present one, as rolling back sees it.
MATCH (active:Model {active: true})
MATCH (model:Model)
WHERE model.activatedAt < active.activatedAt AND NOT coalesce(model.doomed, false)
RETURN model.version AS version
ORDER BY model.activatedAt DESC, version DESC
LIMIT 1
