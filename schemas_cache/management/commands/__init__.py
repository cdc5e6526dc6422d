"""The commands that take schemas in and out."""
