"""Room for what pdfium answers when it is asked of many things at once, and where each answer is written.

A step of Python's between two bare calls takes longer than a call: so the loops are those of C, and write side by side.
"""

from array import array
from math import inf

from pipeline.ingest.pdf.calls import places

# So many are asked of at once.
AT_ONCE = 256

Box = tuple[float, float, float, float]
WHOLE: Box = (-inf, -inf, inf, inf)


class Answers:
    """Arrays for answers, and the address of each place in them (``_at``): made once for a file.

    ``clips`` are the boxes of clips that were read, by where they lie: of one page.
    """

    __slots__ = (
        *("bottoms", "bottoms_at", "boxes", "boxes_at", "clips", "fills", "fills_at", "ink", "ink_at", "lefts"),
        *(
            "lefts_at",
            "matrices",
            "matrices_at",
            "point",
            "point_at",
            "rights",
            "rights_at",
            "strokes",
            "strokes_at",
            "tops",
            "tops_at",
        ),
        *("xs", "xs_at", "ys", "ys_at"),
    )

    def __init__(self) -> None:
        """Makes the room."""
        self.clips: dict[int, Box] = {}
        # Boxes and matrices whole, and numbers one by one: single, double, whole.
        self.boxes, self.matrices = array("f", bytes(16 * AT_ONCE)), array("f", bytes(24 * AT_ONCE))
        self.boxes_at, self.matrices_at = places(self.boxes, 4), places(self.matrices, 6)
        self.lefts, self.bottoms, self.rights, self.tops = (array("f", bytes(4 * AT_ONCE)) for _ in range(4))
        self.lefts_at, self.bottoms_at = places(self.lefts), places(self.bottoms)
        self.rights_at, self.tops_at = places(self.rights), places(self.tops)
        self.point = array("f", bytes(8))
        self.point_at = places(self.point)
        self.xs, self.ys, self.ink = (array("d", bytes(8 * count)) for count in (AT_ONCE, AT_ONCE, 4))
        self.xs_at, self.ys_at, self.ink_at = map(places, (self.xs, self.ys, self.ink))
        self.fills, self.strokes = array("i", bytes(4 * AT_ONCE)), array("i", bytes(4 * AT_ONCE))
        self.fills_at, self.strokes_at = places(self.fills), places(self.strokes)
