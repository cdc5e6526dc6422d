"""Description in, dataset out."""

__version__ = "0.2.0"
