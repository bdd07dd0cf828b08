"""Tells which column of a table holds the texts of documents, and which say what of them: by name and by content.

Nothing is guessed: where several columns may be the text, all are named, and the person who runs it says which.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from pipeline.shelf.rules import column_of

Row = Mapping[str, str]

# A text that is called so has this many ideographs in half of its rows, one that is called anything else so many more.
LEAST_NAMED, LEAST_UNNAMED = 30, 200
# So many columns are looked at; no table of texts has more.
MOST = 1000
# What a table says of a document, in the order in which it is shown.
ROLES = ("body", "title", "url", "published", "retrieved", "issuer", "source", "number", "index", "file", "hash")
# Names of roles that people may use beside those of the rules.
_ALSO = {"agency": "issuer", "text": "body"}
# So many ideographs at the beginning tell whether a text is another with its markup.
ALIKE = 60
_ANY_TAG_RE = re.compile(r"<[^<>]*>")
_HAN_RE = re.compile(r"[\u4e00-\u9fff]")
_URL_RE = re.compile(r"https?://\S+")
TAG_RE = re.compile(r"</?(?:p|div|br|span|table|tr|td|h[1-6]|ul|li|section|article)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which column holds what: the names of columns by role.

    ``rivals`` are those that may be the text, where it is not sure which is, and ``unused`` the others that say
    something.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    rivals: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether the table is a list of documents without their texts."""
        keys = {"file", "url", "hash"} & set(self.columns)
        return "body" not in self.columns and not self.rivals and bool(keys) and len(self.columns) > 1


def read_asked(words: str) -> dict[str, str]:
    """The columns that people name, by role, which may be called as a column of that role is.

    >>> read_asked("body=内容,title=标题"), read_asked("agency=单位"), read_asked("正文=甲,机关=乙")
    ({'body': '内容', 'title': '标题'}, {'issuer': '单位'}, {'body': '甲', 'issuer': '乙'})

    Raises:
        ValueError: if it is not written so, or if no column can have that role.
    """
    asked: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in words.split(","))):
        role, sign, column = (piece.strip() for piece in part.partition("="))
        role = _ALSO.get(role, role)
        role = role if role in ROLES else (column_of(role) or (role, 0))[0]
        if not sign or not column or role not in ROLES:
            raise ValueError(part)
        asked[role] = column
    return asked


def choose_columns(rows: Sequence[Row], asked: Mapping[str, str]) -> Choice:
    """The columns of a table by some of its rows; what people ``asked`` for comes first, where the table has it.

    >>> text = "2023年，本局公开政府信息三条。" * 30
    >>> choose_columns([{"标题": "年报", "日期": "2023-01-10", "正文": text}], {}).columns
    {'body': '正文', 'title': '标题', 'published': '日期'}
    >>> choose_columns([{"a": text, "b": text}], {}).rivals
    ('a', 'b')
    """
    names = list(dict.fromkeys(name for row in rows for name in row))[:MOST]
    found = {role: name for role, name in asked.items() if name in names}
    body, rivals = (found["body"], ()) if "body" in found else _find_body(rows, names)
    columns = {"body": body} if body else {}
    free = [name for name in names if name not in {body, *rivals}]
    for role in ROLES[1:]:
        named = sorted((place[1], name) for name in free if (place := _place(name, body or "")) and place[0] == role)
        filled = [name for _, name in named if any(row.get(name) for row in rows)]
        if role in found or filled:
            columns[role] = found.get(role) or filled[0]
    if "url" not in columns:
        addresses = [name for name in free if name not in columns.values() and _are_urls(rows, name)]
        columns |= {"url": addresses[0]} if len(addresses) == 1 else {}
    taken = {*columns.values(), *rivals}
    unused = tuple(name for name in names if name not in taken and any((row.get(name) or "").strip() for row in rows))
    return Choice({role: columns[role] for role in ROLES if role in columns}, rivals, unused)


def _find_body(rows: Sequence[Row], names: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """The column of the texts, or those that may be it."""
    lengths = {name: median(len(_HAN_RE.findall(row.get(name) or "")) for row in rows) for name in names}
    called = [name for name in names if (place := _place(name, name)) and place[0] == "body"]
    long = [name for name in called if lengths[name] >= LEAST_NAMED]
    long = long or [name for name in names if lengths[name] >= LEAST_UNNAMED]
    if len(long) > 1:  # a text and its markup: tables are in the markup alone
        marked = [
            name for name in long if sum(bool(TAG_RE.search(row.get(name) or "")) for row in rows) * 2 > len(rows)
        ]
        long = marked if len(marked) == 1 and all(_are_same(rows, marked[0], name) for name in long) else long
    if len(long) == 1:
        return long[0], ()
    return None, tuple(long)


def _are_same(rows: Sequence[Row], marked: str, name: str) -> bool:
    """Whether a column has the words that another has with their markup, or their beginning, in most rows."""
    pairs = [(_words(row.get(marked)), _words(row.get(name))) for row in rows]
    return sum(plain[:ALIKE] in whole for whole, plain in pairs) * 2 > len(pairs)


def _words(text: str | None) -> str:
    return "".join(_HAN_RE.findall(_ANY_TAG_RE.sub("", text or "")))


def _place(name: str, body: str) -> tuple[str, int] | None:
    """What a column holds by its name; of one that is a path, by its end, where it lies about the text.

    >>> _place("item.title", "item.content"), _place("author.name", "item.content"), _place("title", "item.content")
    (('title', 207), None, ('title', 7))
    """
    if place := column_of(name):
        return place
    parent, point, own = name.rpartition(".")
    if point and body.startswith(f"{parent}.") and (place := column_of(own)):
        return place[0], place[1] + 200
    return None


def _are_urls(rows: Sequence[Row], name: str) -> bool:
    values = [row[name].strip() for row in rows if row.get(name)]
    return bool(values) and all(map(_URL_RE.fullmatch, values))


def is_head(cells: Sequence[str]) -> bool:
    """Whether the first line of a table names its columns: one of them is known, or all are short, unlike, no numbers.

    >>> is_head(["标题", "正文"]), is_head(["a", "b"]), is_head(["http://a.cn/1", "某县年报"]), is_head(["3", "4"])
    (True, True, False, False)
    """
    if any(_URL_RE.search(cell) or len(cell) > 60 for cell in cells):
        return False
    if any(map(column_of, cells)):
        return True
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) == len(cells) == len(set(filled)) and not any(re.match(r"[-+]?\d", cell) for cell in filled)
