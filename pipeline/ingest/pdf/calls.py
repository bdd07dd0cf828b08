"""pdfium's functions that are asked of every character and every line of a page, as cheap to call as ctypes allows.

pypdfium2 checks and converts each argument, and lets other threads run during each call. Of functions that answer in a
few nanoseconds that is nearly all of the time (1.4 µs a call against 0.6, 2026-11). Here a handle is the whole number
that ``address`` makes of it, and a place to write into is the number of its address: nothing is checked, so that a
wrong one ends the process.
"""

import ctypes
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

if TYPE_CHECKING:
    from array import array

Handle = int
_INT, _ADDRESS = ctypes.c_int, ctypes.c_void_p


def address(handle: Any) -> Handle:
    """The number of a handle of pypdfium2's, raw or within its object; 0 for none.

    >>> address(None), address(ctypes.c_void_p(16))
    (0, 16)
    """
    inner = getattr(handle, "raw", handle)
    return ctypes.cast(inner, _ADDRESS).value or 0 if inner is not None else 0


def places(answers: "array[float] | array[int]") -> list[int]:
    """Where each number of an array stands, for what writes them one by one.

    >>> from array import array
    >>> first, second = places(array("d", [0.0, 0.0]))
    >>> second - first
    8
    """
    start, count = answers.buffer_info()
    return [start + place * answers.itemsize for place in range(count)]


def _bare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, _ADDRESS).value or 0)


read_text = _bare(raw.FPDFText_GetText, _INT, _ADDRESS, _INT, _INT, _ADDRESS)
read_code = _bare(raw.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)
is_generated = _bare(raw.FPDFText_IsGenerated, _INT, _ADDRESS, _INT)
read_loose_box = _bare(raw.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
read_origin = _bare(raw.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
read_ink_box = _bare(raw.FPDFText_GetCharBox, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
read_print_matrix = _bare(raw.FPDFText_GetMatrix, _INT, _ADDRESS, _INT, _ADDRESS)
read_font_size = _bare(raw.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INT)
text_object = _bare(raw.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)

page_object = _bare(raw.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
form_object = _bare(raw.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
object_kind = _bare(raw.FPDFPageObj_GetType, _INT, _ADDRESS)
read_matrix = _bare(raw.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS)
read_bounds = _bare(raw.FPDFPageObj_GetBounds, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)

clip_of = _bare(raw.FPDFPageObj_GetClipPath, _ADDRESS, _ADDRESS)
count_clip_paths = _bare(raw.FPDFClipPath_CountPaths, _INT, _ADDRESS)
count_clip_segments = _bare(raw.FPDFClipPath_CountPathSegments, _INT, _ADDRESS, _INT)
clip_segment = _bare(raw.FPDFClipPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT, _INT)

read_draw_mode = _bare(raw.FPDFPath_GetDrawMode, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
count_segments = _bare(raw.FPDFPath_CountSegments, _INT, _ADDRESS)
path_segment = _bare(raw.FPDFPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT)
read_point = _bare(raw.FPDFPathSegment_GetPoint, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
segment_kind = _bare(raw.FPDFPathSegment_GetType, _INT, _ADDRESS)
closes = _bare(raw.FPDFPathSegment_GetClose, _INT, _ADDRESS)
