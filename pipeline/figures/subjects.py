"""Finds the subject of the clause before a number (税务部门|完成12亿元), and whether it is left out."""

from collections.abc import Sequence

import regex
from msgspec import Struct

from pipeline.figures.act_clauses import as_nouns
from pipeline.figures.entities import entity_rules, is_entity
from pipeline.figures.mentions import Mention
from pipeline.language import LIGHT_KINDS, NOMINAL, VERBAL, Pos, Sense, Token, cut_words, find_governor

BOUND_RE = regex.compile(r"[,;。:!?\n]")
# What may stand before the subject of a clause, and between it and its verb.
LIGHT = LIGHT_KINDS - {Pos.AGENT}
NAMING = NOMINAL | {Pos.AGENT, Pos.QUALITY}
# 各|市公开9件: it belongs to the name.
EACH = "各"


class Subject(Struct, frozen=True, gc=False):
    """Who acts in a clause: ``name`` is null where it is the agency itself or all that it reports for (全市, 我局)."""

    name: str | None


class Opening(Struct, frozen=True, gc=False):
    """How the clause of a number opens: with a subject, with the verb of one left out, or with something else.

    ``of_another`` says that it opens with the name of a body, though no verb of ours follows (基层法院收案90件).
    """

    subject: Subject | None = None
    elided: bool = False
    of_another: bool = False


def read_opening(plain: str, mention: Mention, floor: int, counted: str = "") -> Opening:
    """How the clause of a number opens that stands behind ``floor``, the end of the number before.

    ``counted`` is that number where it counts bodies, which may be who acts (13个|乡镇公开信息9条).
    """
    figure = mention.figure
    floor = max(floor, figure.sentence_start, *(at + 1 for at in mention.brackets))
    starts = [floor, *(match.end() for match in BOUND_RE.finditer(plain, floor, figure.start))]
    every = as_nouns(cut_words(plain, starts[-1], figure.start))
    words = _lead(every)
    if any(Sense.BY_MEANS in word.senses for word in every[: len(every) - len(words)]):
        return Opening()  # 在国务院新闻办公室召开发布会9次: where, and by what, but not who
    if counted and starts[-1] == floor and (name := _counted(plain, words, counted)) is not None:
        return Opening(Subject(name))
    subject = _subject(plain, words, denied=figure.negated)
    if subject is not None:
        return Opening(subject)
    governor = find_governor(words)
    elided = bool(words) and governor is not None and governor.start == words[0].start
    if elided and len(starts) > 1 and starts[-1] == words[0].start and plain[starts[-1] - 1] == ",":
        # 税务部门加强征管,|组织收入9亿元
        # 10个园区启动建设,新增装机9千瓦: what is counted did it in its own clause
        held = bool(counted) and starts[-2] == floor
        before = None if held else _subject(plain, _lead(cut_words(plain, starts[-2], starts[-1] - 1)), any_verb=True)
        if before is not None and before.name is not None and not before.name.endswith(entity_rules().leading):
            return Opening(before)
    ends = [word.end for word in words[: _name_end(words)]]
    return Opening(elided=elided, of_another=any(is_entity(plain[words[0].start : end]) for end in ends))


def _lead(words: Sequence[Token]) -> Sequence[Token]:
    while words and words[0].kind in LIGHT:
        words = words[1:]
    return words


def _counted(plain: str, words: Sequence[Token], counted: str) -> str | None:
    """The bodies that a number counts with it, where they do what follows (21个市(州)|公开信息9条)."""
    end = _name_end(words)
    name = plain[words[0].start : words[end - 1].end] if end else ""
    acts = end < len(words) - 1 or (end < len(words) and plain[words[end].end :][:1].isdigit())
    return counted + name if is_entity(counted + name) and acts and words[end].kind is Pos.ACTION else None


def _subject(plain: str, words: Sequence[Token], *, denied: bool = False, any_verb: bool = False) -> Subject | None:
    """The subject that words open with; null where they open with none, or with one that does nothing.

    Of a number that is ``denied`` the verb is no word before it; of a clause without a number, ``any_verb``
    will do.
    """
    if not words:
        return None
    end = _name_end(words)
    first = words[0].start - plain.endswith(EACH, 0, words[0].start)
    name = plain[first : words[end - 1].end] if end else ""
    named = end and is_entity(name.removeprefix("被")) and not entity_rules().bare_levels.compile().search(name)
    if named and _acts(words, end, denied=denied, any_verb=any_verb):
        return Subject(name)
    if words[0].kind is Pos.AGENT and Sense.DEICTIC in words[0].senses and not words[0].text.startswith("各"):
        return Subject(None)
    return None


def _name_end(words: Sequence[Token]) -> int:
    """How many of the first words make up a noun phrase before a verb or an adverb."""
    bodies = entity_rules().bodies
    end = 0
    while end < len(words):
        word = words[end]
        following = words[end + 1].text if end + 1 < len(words) else ""
        second = words[end + 2].text if end + 2 < len(words) else ""
        sort = word.kind in VERBAL and (following in bodies or (word.text == "被" and second in bodies))
        joined = end > 1 and words[end - 1].kind is Pos.JOIN and Sense.WITHIN in word.senses  # 法院和|专门|法院
        joins = word.kind is Pos.JOIN and 0 < end < len(words) - 1
        joins = joins and (words[end + 1].kind in NAMING or Sense.WITHIN in words[end + 1].senses)
        if word.text == "(" and second == ")" and end:
            end += 3  # 市(州)
            continue
        if not (word.kind in NAMING or sort or joins or joined):
            break
        end += 1
    while end and words[end - 1].kind is Pos.QUALITY:
        end -= 1  # 税务部门|新|组织收入
    return end


def _acts(words: Sequence[Token], end: int, *, denied: bool, any_verb: bool) -> bool:
    """Whether a governing verb follows a name directly, and not an attribute (工作机构审核的|文件)."""
    rest = list(words[end:])
    if not rest:
        return denied
    while rest and (rest[0].kind in LIGHT or rest[0].kind is Pos.QUALITY):
        rest.pop(0)
    if not rest or rest[0].kind not in VERBAL | {Pos.OUTCOME, Pos.PREPOSITION}:
        return denied and not rest
    if any_verb or (len(rest) > 2 and rest[1].kind is Pos.OF):
        return any_verb
    governor = find_governor(words)
    if governor is not None:
        return governor.start >= words[end].start
    name = "".join(word.text for word in words[:end])
    # 东湖县滞留资金9万元: a place does what no list of ours has, too.
    placed = len(name) > 2 and name.endswith(entity_rules().places) and len(rest[0].text) > 1
    return (rest[0].kind is Pos.ACTION or placed) and Sense.NOMINAL not in rest[0].senses
