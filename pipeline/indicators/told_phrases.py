"""Puts the words about a number of the prose into one phrase, whichever side of it they stand on.

``@`` stands where the number does: 不予公开3件 is ``不予公开@``, and of 有1件因涉及商业秘密,决定不予公开 the phrase is
``@因涉及商业秘密,决定不予公开``. What stands before a colon or a bracket is what the number behind it counts, and so is
what a sum closes (递交申请,计21件); what names before 分别 or 依次为 share out are the names of the numbers behind it.
"""

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from pipeline.indicators.figure_contexts import REACH, bare
from pipeline.model import Figure, Text
from pipeline.rulebook import compiled, told_rules

SLOT = "@"
# So many characters behind a number may say what it is, from comma to comma.
AHEAD = 60
_ENDS_RE = re.compile("[,:;。()\n]")
_STOPS_RE = re.compile("[;。\n(]")
_JOINED_RE = re.compile("[,:;。()\n、]")
_JOINTS = ("、", "和", "及", "与")
# So many statements behind a number may be of all that it counts.
STATEMENTS = 2
_NAMES_RE = re.compile("[、和及与]")


class Phrase(NamedTuple):
    """A number with the words about it: ``is_first`` says that they stand behind it, ``of_all`` that all is so."""

    figure: Figure
    words: str
    clause: str
    is_first: bool = False
    of_all: bool = False


def find_phrases(figures: Sequence[Figure], text: Text) -> Iterator[Phrase]:
    """The phrase of each number, in the order of the text."""
    ordered = sorted(figures, key=attrgetter("start", "end"))
    dealt = dict(_deal(ordered, text))
    for index, figure in enumerate(ordered):
        earlier = next((one for one in reversed(ordered[:index]) if one.end <= figure.start), None)
        later = next((one for one in ordered[index + 1 :] if one.start >= figure.end), None)
        clause = _clause(figure, text)
        if figure.figure_id in dealt:
            yield Phrase(figure, dealt[figure.figure_id], clause)
            continue
        words, is_first = _phrase(figure, earlier, later, text)
        yield Phrase(figure, words, clause, is_first)
        yield from (
            Phrase(figure, SLOT + said, clause, is_first=True, of_all=True) for said in _of_all(figure, later, text)
        )


def _phrase(figure: Figure, earlier: Figure | None, later: Figure | None, text: Text) -> tuple[str, bool]:
    rules = told_rules()
    first = max(figure.sentence_start, figure.start - REACH)
    last = earlier.end if earlier is not None and earlier.end > first else first
    before, mark, rest = _split(text.plain[last : figure.start])
    if bare(text.plain[last : figure.start])[-1:] in _JOINTS:
        # What stands before 、 is said of the number before: 2件维持、1件撤回.
        before = ""
    own = text.plain[figure.start : figure.end] if figure.negated else ""
    after = _after(figure, later, text)
    right = bare(_JOINED_RE.split(after, maxsplit=1)[0])
    if compiled(rules.changed).fullmatch(before) and earlier is not None and earlier.role == "base":
        # 由上年的90件减至61件: what changes stands before both numbers.
        base = _split(text.plain[max(figure.sentence_start, earlier.start - REACH) : earlier.start])[0]
        return f"{compiled(rules.since_base).sub('', base)}{SLOT}", False
    is_light = compiled(rules.leads).fullmatch(before) is not None
    is_closed = mark == "(" and text.plain[figure.end : figure.end + 1] in {")", "）"}
    is_sum = compiled(rules.sums).search(before) is not None and not right
    if is_light and (mark == ":" or is_closed or (mark == "," and is_sum)):
        lead, _, _ = _split(rest)
        is_header = mark == ":" and right and compiled(rules.headers).search(lead)
        if lead and not is_header and not compiled(rules.leads).fullmatch(lead):
            return f"{lead}{'' if mark in '(:' else mark}{before}{SLOT}{bare(own)}{right}", False
    if is_light and not own:
        return f"{SLOT}{_behind(after, later)}", True
    return f"{before}{SLOT}{bare(own)}{right}", False


def _split(words: str) -> tuple[str, str, str]:
    """The words behind the last mark, without what numbers an item; that mark; and all before it."""
    ends = [match.start() for match in _ENDS_RE.finditer(words.rstrip(" :：("))]
    stripped = words.rstrip()
    if stripped[-1:] in {":", "：", "(", "（"}:
        mark = bare(stripped[-1:])
        return "", mark, stripped[:-1]
    end = ends[-1] if ends else -1
    mark = bare(words[end : end + 1]) if end >= 0 else ""
    own = compiled(told_rules().marks).sub("", bare(words[end + 1 :])).lstrip("、")
    return own.replace("“", "").replace("”", ""), mark, words[: max(end, 0)]


def _after(figure: Figure, later: Figure | None, text: Text) -> str:
    end = min(figure.sentence_end, figure.end + AHEAD)
    if later is not None:
        end = min(end, later.start)
    return text.plain[figure.end : end]


def _behind(after: str, later: Figure | None) -> str:
    """The words behind a number that opens its phrase, up to those of the next number."""
    words = _STOPS_RE.split(after, maxsplit=1)[0]
    if len(words) == len(after) and later is not None:
        marks = ",，:：)）" if re.search("[,，)）]", words) else "、"
        words = words[: max(words.rfind(mark) for mark in marks) + 1]
    return bare(words).strip(",、:)").replace("“", "").replace("”", "")


def _of_all(figure: Figure, later: Figure | None, text: Text) -> Iterator[str]:
    """The statements behind a number, and before the next, that are of all that it counts: 复议4件(市政府全部维持)."""
    end = figure.sentence_end if later is None else min(figure.sentence_end, later.start)
    chunks = _ENDS_RE.split(text.plain[figure.end : min(end, figure.end + AHEAD)])
    # What stands right before the next number is said of that.
    for chunk in chunks[1 : (STATEMENTS + 1 if later is None else len(chunks) - 1)]:
        words = bare(chunk)
        if compiled(told_rules().of_all).search(words):
            yield words


def _clause(figure: Figure, text: Text) -> str:
    words = text.plain[max(figure.sentence_start, figure.start - REACH) : figure.start]
    ends = re.split("[;。\n]", text.plain[figure.end : min(figure.sentence_end, figure.end + AHEAD)], maxsplit=1)[0]
    return f"{bare(re.split('[;。' + chr(10) + ']', words)[-1])}{SLOT}{bare(ends)}"


def _deal(figures: Sequence[Figure], text: Text) -> Iterator[tuple[int, str]]:
    """The phrases of numbers that are shared out among names before them: 网站、微信分别公开30条、5条."""
    rules = told_rules()
    for index, figure in enumerate(figures):
        earlier = figures[index - 1].end if index else 0
        first = max(figure.sentence_start, figure.start - REACH, earlier)
        words = bare(text.plain[first : figure.start])
        match = compiled(rules.dealt).search(words)
        if match is None:
            continue
        run = [figure]
        for other in figures[index + 1 :]:
            if bare(text.plain[run[-1].end : other.start]).strip("、,和及与以") or other.unit != figure.unit:
                break
            run.append(other)
        names = [name for name in _NAMES_RE.split(match["names"]) if name]
        if len(run) > 1 and len(names) == len(run):
            tail = f"{match['kind'] or ''}{match['verb'] or ''}"
            yield from (
                (one.figure_id, f"{name.replace('“', '').replace('”', '')}{tail}{SLOT}")
                for one, name in zip(run, names, strict=True)
            )
