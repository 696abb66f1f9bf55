"""The one reader of the database into scores."""
