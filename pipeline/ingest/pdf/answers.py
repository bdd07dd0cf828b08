"""Output buffers for batches of pdfium calls, with the address of each element.

A Python step between two bare calls takes longer than a call, so the loops run in C and write to adjacent elements.
"""

from array import array
from math import inf

from pipeline.ingest.pdf.calls import addresses

# The size of a batch.
AT_ONCE = 256

Box = tuple[float, float, float, float]
WHOLE: Box = (-inf, -inf, inf, inf)


class Answers:
    """Arrays for results, and the address of each element (``_at``), created once per file.

    ``clips`` caches the boxes of the clips of one page by their first corner.
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
        """Allocates the arrays."""
        self.clips: dict[int, Box] = {}
        # Boxes and matrices as units, and single numbers: float, double, integer.
        self.boxes, self.matrices = array("f", bytes(16 * AT_ONCE)), array("f", bytes(24 * AT_ONCE))
        self.boxes_at, self.matrices_at = addresses(self.boxes, 4), addresses(self.matrices, 6)
        self.lefts, self.bottoms, self.rights, self.tops = (array("f", bytes(4 * AT_ONCE)) for _ in range(4))
        self.lefts_at, self.bottoms_at = addresses(self.lefts), addresses(self.bottoms)
        self.rights_at, self.tops_at = addresses(self.rights), addresses(self.tops)
        self.point = array("f", bytes(8))
        self.point_at = addresses(self.point)
        self.xs, self.ys, self.ink = (array("d", bytes(8 * count)) for count in (AT_ONCE, AT_ONCE, 4))
        self.xs_at, self.ys_at, self.ink_at = map(addresses, (self.xs, self.ys, self.ink))
        self.fills, self.strokes = array("i", bytes(4 * AT_ONCE)), array("i", bytes(4 * AT_ONCE))
        self.fills_at, self.strokes_at = addresses(self.fills), addresses(self.strokes)
