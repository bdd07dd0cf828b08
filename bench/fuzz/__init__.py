"""Feeds the reader input that no report contains: damaged files, and invented bytes."""
