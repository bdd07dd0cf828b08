"""Finds the column of a table with the texts of documents, and the columns with facts about them, by name and content.

Nothing is guessed: if several columns may be the text, all are named, and the user has to choose.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from pipeline.shelf.rules import column_of

Row = Mapping[str, str]


class WideRow(dict[str, str]):
    """A row with more cells than the table has columns; ``cells`` counts them, and those beyond have no name."""

    cells = 0


# The ideographs that half of a text column's rows must have, with a name of a text column, and with any other name.
LEAST_NAMED, LEAST_UNNAMED = 30, 200
# The facts of which a table states one beside its texts, so that a name alone shows where short texts are.
_BESIDE = frozenset(("title", "url", "file", "hash"))
# The number of columns examined; no table of texts has more.
MOST = 1000
# The facts that a table may state of a document, in the order in which they are shown.
ROLES = ("body", "title", "url", "published", "retrieved", "issuer", "source", "number", "index", "file", "hash")
# Names of roles that people may use besides those of the rules.
_ALSO = {"agency": "issuer", "text": "body"}
# The number of ideographs at the beginning that show whether a text is another one with markup.
ALIKE = 60
_ANY_TAG_RE = re.compile(r"<[^<>]*>")
_HAN_RE = re.compile(r"[\u4e00-\u9fff]")
_URL_RE = re.compile(r"https?://\S+")
TAG_RE = re.compile(r"</?(?:p|div|br|span|table|tr|td|h[1-6]|ul|li|section|article)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """The meaning of the columns: column names by role.

    ``rivals`` are possible text columns if it is uncertain which is the text, and ``unused`` other columns with
    content.
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
    """Parses the columns that people name by role; a role may be given by any known column name.

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


def whole_rows(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with no more cells than the table has columns, unless all have more."""
    return [row for row in rows if not isinstance(row, WideRow)] or rows


def choose_columns(rows: Sequence[Row], asked: Mapping[str, str], *, short: bool = True) -> Choice:
    """Chooses the columns of a table by some of its rows; columns that people ``asked`` for take precedence.

    Unless ``short``, texts must be as long as those of reports.

    >>> text = "2023年，本局公开政府信息三条。" * 30
    >>> choose_columns([{"标题": "年报", "日期": "2023-01-10", "正文": text}], {}).columns
    {'body': '正文', 'title': '标题', 'published': '日期'}
    >>> choose_columns([{"a": text, "b": text}], {}).rivals
    ('a', 'b')
    """
    names = list(dict.fromkeys(name for row in rows for name in row))[:MOST]
    found = {role: name for role, name in asked.items() if name in names}
    body, rivals = (found["body"], ()) if "body" in found else _find_body(rows, names, short=short)
    columns = {"body": body} if body else {}
    free = [name for name in names if name not in {body, *rivals}]
    for role in ROLES[1:]:
        named = sorted((has[1], name) for name in free if (has := _role_of(name, body or "")) and has[0] == role)
        filled = [name for _, name in named if any(row.get(name) for row in rows)]
        if role in found or filled:
            columns[role] = found.get(role) or filled[0]
    if "url" not in columns:
        addresses = [name for name in free if name not in columns.values() and _are_urls(rows, name)]
        columns |= {"url": addresses[0]} if len(addresses) == 1 else {}
    taken = {*columns.values(), *rivals}
    unused = tuple(name for name in names if name not in taken and any((row.get(name) or "").strip() for row in rows))
    return Choice({role: columns[role] for role in ROLES if role in columns}, rivals, unused)


def _find_body(rows: Sequence[Row], names: Sequence[str], *, short: bool) -> tuple[str | None, tuple[str, ...]]:
    """The column of the texts, or the candidates for it.

    A column with a name of texts may hold ``short`` ones if the table also states their titles, addresses or files; a
    column of long texts under another name is then a candidate, too.
    """
    lengths = {name: median(len(_HAN_RE.findall(row.get(name) or "")) for row in rows) for name in names}
    called = [name for name in names if (found := _role_of(name, name)) and found[0] == "body"]
    long = [name for name in called if lengths[name] >= LEAST_NAMED]
    if not long:
        brief = [name for name in called if short and _has_short(rows, name, names)]
        long = [name for name in names if name in brief or lengths[name] >= LEAST_UNNAMED]
    if len(long) > 1:  # a text and its markup: only the markup has tables
        marked = [
            name for name in long if sum(bool(TAG_RE.search(row.get(name) or "")) for row in rows) * 2 > len(rows)
        ]
        long = marked if len(marked) == 1 and all(_are_same(rows, marked[0], name) for name in long) else long
    if len(long) == 1:
        return long[0], ()
    return None, tuple(long)


def _has_short(rows: Sequence[Row], body: str, names: Sequence[str]) -> bool:
    """Whether a column with a name of texts has ideographs at all, and another names what the texts are of."""
    roles = {found[0] for name in names if (found := _role_of(name, body))}
    return bool(roles & _BESIDE) and any(_HAN_RE.search(row.get(body) or "") for row in rows)


def _are_same(rows: Sequence[Row], marked: str, name: str) -> bool:
    """Whether, in most rows, a column has the words, or their beginning, of another column without its markup."""
    pairs = [(_words(row.get(marked)), _words(row.get(name))) for row in rows]
    return sum(plain[:ALIKE] in whole for whole, plain in pairs) * 2 > len(pairs)


def _words(text: str | None) -> str:
    return "".join(_HAN_RE.findall(_ANY_TAG_RE.sub("", text or "")))


def _role_of(name: str, body: str) -> tuple[str, int] | None:
    """The role of a column by its name, and a rank; for a path, by its last part if it is beside the text.

    >>> [_role_of(name, "item.content") for name in ("item.title", "author.name", "title")]
    [('title', 207), None, ('title', 7)]
    """
    if found := column_of(name):
        return found
    parent, point, last = name.rpartition(".")
    if point and body.startswith(f"{parent}.") and (found := column_of(last)):
        return found[0], found[1] + 200
    return None


def _are_urls(rows: Sequence[Row], name: str) -> bool:
    values = [row[name].strip() for row in rows if row.get(name)]
    return bool(values) and all(map(_URL_RE.fullmatch, values))


def is_head(cells: Sequence[str]) -> bool:
    """Whether the first line of a table names its columns: one is known, or all are short, different and no numbers.

    >>> is_head(["标题", "正文"]), is_head(["a", "b"]), is_head(["http://a.cn/1", "某县年报"]), is_head(["3", "4"])
    (True, True, False, False)
    """
    if any(_URL_RE.search(cell) or len(cell) > 60 for cell in cells):
        return False
    if any(map(column_of, cells)):
        return True
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) == len(cells) == len(set(filled)) and not any(re.match(r"[-+]?\d", cell) for cell in filled)
