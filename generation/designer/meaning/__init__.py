"""What a wish means: its setting, and a concept of the catalog for each of its columns."""
