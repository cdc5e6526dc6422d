"""Remembers schemas: what was asked for, what was designed, and every revision of it."""
