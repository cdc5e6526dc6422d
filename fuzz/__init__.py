"""Searches for expressions that the engine takes wrongly."""
