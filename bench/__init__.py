"""Measures the accuracy (``accuracy``, ``compare``) and the speed (``speed``) of gongkai; it is not installed."""
