"""Faker's methods read, not run: what their Python code yields, as values with weights or a text of the grammar."""
