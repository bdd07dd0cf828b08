"""Presents the content of the tables to people. Each folder makes one kind of output.

``explain`` prints a report in a terminal, ``export`` writes CSV, Excel and SQLite, ``charts`` a page of charts,
``diff`` compares two outputs, ``codebook`` describes every column, ``review`` makes pages for giving verdicts; ``json``
writes the output of commands for programs.
"""
