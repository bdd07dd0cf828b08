"""Shows people what the tables hold. Each room makes one thing of them.

``explain`` a report in a terminal, ``export`` CSV, Excel and SQLite, ``charts`` a page of charts, ``diff`` two
outputs, ``codebook`` every column, ``review`` pages to judge by; ``json`` writes what commands print for programs.
"""
