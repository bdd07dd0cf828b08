"""The pdfium functions called for every character and line of a page, as cheap as ctypes allows.

pypdfium2 checks and converts each argument, and releases the GIL during each call. For functions that take a few
nanoseconds this is nearly all of the time: a call takes 1.4 µs there, 0.6 with argument types, 0.2 without (2026-11).
So nothing is checked here: arguments are C integers, or a ``Handle`` for every address, including output buffers. A
wrong argument crashes the process.
"""

import ctypes
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

if TYPE_CHECKING:
    from array import array

_INT = ctypes.c_int


class Handle(ctypes.c_void_p):
    """An address; false if null. ctypes passes it unchanged, but would convert a Python integer."""

    if TYPE_CHECKING:

        def __bool__(self) -> bool:
            """Whether the address is not null."""


def handle(found: Any) -> Handle:
    """The handle of a pypdfium2 object, a raw pointer or an integer address; false for null.

    >>> bool(handle(None)), handle(ctypes.c_void_p(16)).value, handle(16).value
    (False, 16, 16)
    """
    inner = getattr(found, "raw", found)
    return Handle(inner if inner is None or isinstance(inner, int) else ctypes.cast(inner, ctypes.c_void_p).value)


def addresses(answers: "array[float] | array[int]", step: int = 1) -> list[Handle]:
    """The addresses of every ``step``-th element of an array, as output arguments.

    >>> from array import array
    >>> first, second = addresses(array("d", [0.0, 0.0]))
    >>> second.value - first.value
    8
    """
    start, count = answers.buffer_info()
    return [Handle(start + index * answers.itemsize) for index in range(0, count, step)]


def _bare(function: Any, result: Any = None) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


read_text = _bare(raw.FPDFText_GetText, _INT)
read_code = _bare(raw.FPDFText_GetUnicode, ctypes.c_uint)
is_generated = _bare(raw.FPDFText_IsGenerated, _INT)
read_loose_box = _bare(raw.FPDFText_GetLooseCharBox)
read_origin = _bare(raw.FPDFText_GetCharOrigin)
read_ink_box = _bare(raw.FPDFText_GetCharBox)
read_print_matrix = _bare(raw.FPDFText_GetMatrix)
read_font_size = _bare(raw.FPDFText_GetFontSize, ctypes.c_double)
text_object = _bare(raw.FPDFText_GetTextObject, Handle)

page_object = _bare(raw.FPDFPage_GetObject, Handle)
form_object = _bare(raw.FPDFFormObj_GetObject, Handle)  # its index is a ``c_ulong``
object_kind = _bare(raw.FPDFPageObj_GetType, _INT)
read_matrix = _bare(raw.FPDFPageObj_GetMatrix)
read_bounds = _bare(raw.FPDFPageObj_GetBounds, _INT)
set_render_mode = _bare(raw.FPDFTextObj_SetTextRenderMode, _INT)
set_stroke_width = _bare(raw.FPDFPageObj_SetStrokeWidth)  # its width is a ``c_float``
transform = _bare(raw.FPDFPageObj_TransformF)

clip_of = _bare(raw.FPDFPageObj_GetClipPath, Handle)
count_clip_paths = _bare(raw.FPDFClipPath_CountPaths, _INT)
count_clip_segments = _bare(raw.FPDFClipPath_CountPathSegments, _INT)
clip_segment = _bare(raw.FPDFClipPath_GetPathSegment, Handle)

read_draw_mode = _bare(raw.FPDFPath_GetDrawMode)
count_segments = _bare(raw.FPDFPath_CountSegments, _INT)
path_segment = _bare(raw.FPDFPath_GetPathSegment, Handle)
read_point = _bare(raw.FPDFPathSegment_GetPoint)
segment_kind = _bare(raw.FPDFPathSegment_GetType, _INT)
closes = _bare(raw.FPDFPathSegment_GetClose, _INT)
