"""Measures gongkai: how right it is (``accuracy``, ``compare``) and how fast (``speed``); it is not installed."""
