"""Makes the pages on which an analyst checks a report: a static site that needs no network and no server.

tables → documents → blocks, marks and drawn tables → pages → site. Only ``site.py`` opens files.
"""
