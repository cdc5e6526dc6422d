"""Measurements: how fast the engine is, and how faithful to real Faker. Not part of the service."""
