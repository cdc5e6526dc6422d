"""The designer without a language model."""
