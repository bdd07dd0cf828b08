"""Feeds the reader what no report holds: files that were damaged, and bytes that were made up."""
