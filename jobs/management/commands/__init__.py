"""The commands that make what takes long."""
