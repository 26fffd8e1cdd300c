"""Lanes that differ in one setting, how they have done, and what came of it over several seeds."""
