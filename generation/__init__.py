"""Description in, dataset out."""

__version__ = "0.1.0"
