"""Writes a specimen in the formats that reports come in."""
