"""Datasets that take long: made in parts, by workers, on one machine or many; kept for a while as files."""
