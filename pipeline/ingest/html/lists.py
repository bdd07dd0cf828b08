"""Generates the numbers that a browser shows before the items of an ordered list and that are not in the page."""

from collections.abc import Mapping

import regex

from pipeline.values import write_roman, write_words

Attributes = Mapping[str, str | None]

# The numbering styles by their names in ``list-style-type`` and ``type``, and by the classes of UEditor.
_STYLES = {
    "1": "{n}. ", "decimal": "{n}. ", "decimal-leading-zero": "{n:02}. ",
    "a": "{a}. ", "lower-alpha": "{a}. ", "lower-latin": "{a}. ",
    "A": "{A}. ", "upper-alpha": "{A}. ", "upper-latin": "{A}. ", "i": "{i}. ", "lower-roman": "{i}. ",
    "I": "{I}. ", "upper-roman": "{I}. ", "cjk-ideographic": "{c}、", "simp-chinese-informal": "{c}、",
    "trad-chinese-informal": "{c}、", "japanese-informal": "{c}、", "cjk-decimal": "{n}、", "lower-greek": "{g}. ",
    "custom_cn": "{c}、", "custom_cn1": "{c}）", "custom_cn2": "（{c}）",
    "custom_num": "{n}、", "custom_num1": "{n}）", "custom_num2": "（{n}）",
}  # fmt: skip
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_STYLE_RE = regex.compile(r"list-style(?:-type)?\s*:([^;!]*)", regex.IGNORECASE)
_STRING_RE = regex.compile(r"list-style(?:-type)?\s*:[^;!]*[\"']", regex.IGNORECASE)
# Bullets, which are not numbers.
_SIGNS = frozenset(("none", "disc", "circle", "square"))
# Lists that are menus or toolbars, and show no numbers.
_BAR_RE = regex.compile(
    r"nav|menu|bread|crumb|pag(?:e|ination|er)|tab|slide|carousel|indicator|unstyled", regex.IGNORECASE
)


def numbers_of(tag: str, attributes: Attributes) -> str | None:
    """The numbering style of a list; ``None`` if it shows no numbers, the default of unordered lists.

    >>> numbers_of("ol", {"class": "breadcrumb"}), numbers_of("ol", {"style": "list-style: none"})
    (None, None)
    >>> numbers_of("ol", {}), numbers_of("ul", {}), numbers_of("ul", {"style": "list-style:decimal"})
    ('decimal', None, 'decimal')
    """
    name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    style = style_of(attributes) or ("decimal" if tag == "ol" else None)
    return None if style in _SIGNS or _BAR_RE.search(name) else style


def style_of(attributes: Attributes) -> str | None:
    """The numbering style of a list or an item by its style attribute, its class or its type."""
    if _STRING_RE.search(attributes.get("style") or ""):
        return "none"  # a quoted string is shown before each item instead of a number
    words = [word for declared in _STYLE_RE.findall(attributes.get("style") or "") for word in declared.lower().split()]
    styled = [word for word in words if word in _STYLES or word in _SIGNS]
    classes = (attributes.get("class") or "").split()
    known = next((name for name in classes if name.startswith("custom_") and name in _STYLES), None)
    return styled[-1] if styled else known or attributes.get("type")


def number_style(attributes: Attributes, of_list: str) -> str | None:
    """The numbering style of an item in a list of this style; ``None`` if it shows no number.

    >>> number_style({}, "custom_cn"), number_style({"type": "A"}, "decimal"), number_style({"type": "disc"}, "1")
    ('custom_cn', 'A', None)
    """
    style = style_of(attributes) or of_list
    return None if style in _SIGNS else style


def first_number(attributes: Attributes, name: str, otherwise: int) -> int:
    """The number that ``start`` of a list or ``value`` of an item names."""
    value = (attributes.get(name) or "").strip()[:6]
    return int(value) if value.isascii() and value.removeprefix("-").isdigit() else otherwise


def label_of(style: str, number: int) -> str:
    """The label before an item.

    >>> [label_of(style, 4) for style in ("decimal", "cjk-ideographic", "upper-roman", "a", "custom_cn2")]
    ['4. ', '四、', 'IV. ', 'd. ', '（四）']
    >>> [label_of(style, number) for style, number in (("a", 27), ("i", 49), ("custom_cn", 110), ("custom_cn", 203))]
    ['aa. ', 'xlix. ', '一百一十、', '二百零三、']
    """
    letter = _write_letters(number, "abcdefghijklmnopqrstuvwxyz")
    roman = write_roman(number) if 1 <= number <= 3999 else str(number)
    shown = _STYLES.get(style, _STYLES["decimal"])
    return shown.format(
        n=number,
        a=letter,
        A=letter.upper(),
        i=roman,
        I=roman.upper(),
        c=write_words(number) if 1 <= number <= 999 else str(number),
        g=_write_letters(number, _GREEK),
    )


def _write_letters(number: int, letters: str) -> str:
    """A number in letters, as spreadsheet columns are named: z is followed by aa."""
    written, left = "", number
    while left > 0:
        left, letter = divmod(left - 1, len(letters))
        written = letters[letter] + written
    return written or str(number)


class Numbers:
    """The lists that are open during the walk: the style and the next number of each."""

    def __init__(self) -> None:
        """Begins outside all lists; ``label`` is the number that stands before the next text."""
        self.lists: list[tuple[str, int, int] | None] = []
        self.label = ""

    def open(self, tag: str, attributes: Attributes, items: int = 0) -> None:
        """Handles a start tag: begins a list of so many items, or an item with its number."""
        if tag in ("ol", "ul"):
            numbers = numbers_of(tag, attributes)
            step = -1 if "reversed" in attributes else 1
            first = first_number(attributes, "start", 1 if step > 0 else items)
            self.lists.append((numbers, first, step) if numbers else None)
        elif tag == "li" and self.lists and (current := self.lists[-1]) is not None:
            style, number, step = current
            number = first_number(attributes, "value", number)
            item_style = number_style(attributes, style)
            self.label, self.lists[-1] = (
                label_of(item_style, number) if item_style else "",
                (style, number + step, step),
            )

    def close(self, tag: str) -> None:
        """Handles an end tag; an item without words shows no number."""
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.label = ""

    def print_before(self, text: str) -> str:
        """A text, preceded by the number of its item if it is the first text of it."""
        if not self.label or not text.strip():
            return text
        label, self.label = self.label, ""
        return label + text.lstrip()
