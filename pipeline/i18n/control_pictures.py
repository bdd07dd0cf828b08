"""Makes visible the characters that terminals obey, browsers drop, or that change the direction of text.

Control characters become their pictures (U+2400 …), one to one; direction marks and further controls become U+FFFD. In
JSON, where nothing may be lost, they are escaped.
"""

SIGNS = {
    **{code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A}},
    **dict.fromkeys(
        [*range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD
    ),
    **dict.fromkeys([*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF], 0xFFFD),
}
ESCAPES = {code: f"\\u{code:04x}" for code in SIGNS if code >= 0x20}  # JSON has escaped lower ones


def show(text: str) -> str:
    """The text with signs for invisible characters, one to one.

    >>> show("甲\\u202e乙\\x00\\n"), show("\\x1b[31m")
    ('甲�乙␀\\n', '␛[31m')
    """
    return text.translate(SIGNS)


def escape(written: str) -> str:
    """The same JSON, with escapes for invisible characters.

    >>> escape('{"source": "a\\x9b31m\\u202e.txt"}')
    '{"source": "a\\\\u009b31m\\\\u202e.txt"}'
    """
    return written.translate(ESCAPES)
