"""Names the things of a list, each with what only the last of them states for all (粮食、油料|产量)."""

from collections.abc import Sequence

from pipeline.figures.gaps import gap
from pipeline.figures.measure.names import LISTED, list_items
from pipeline.language import VERBAL, Pos, Sense, Token, cut_words, having, head_ends, is_head
from pipeline.values import nouns

# What stands before the head of the name of a quantity, and belongs to it (人均|收入, 增加值|比重).
HOW = frozenset((Sense.RATE, Sense.AVERAGE, Sense.ADJECTIVAL))


def list_things(plain: str, span: tuple[int, int] | None) -> tuple[str, ...]:
    """The things that a phrase lists; empty if it is no list."""
    names = list_items(plain, span) if span else ()
    if not names or any(name.endswith(head_ends()) for name in names[:-1]):
        return names
    shared = find_shared(names[:-1], cut_words(names[-1], 0, len(names[-1])))
    # 教育、卫生等领域的投入
    last = names[-1].partition(LISTED)[0] + shared if shared and LISTED in names[-1] else names[-1]
    # 服务贸易、数字|贸易规模
    ends = (next((k for k in range(len(shared), 1, -1) if name.endswith(shared[:k])), 0) for name in names[:-1])
    return (*(name + shared[end:] for name, end in zip(names[:-1], ends, strict=True)), last)


def find_shared(others: Sequence[str], words: Sequence[Token]) -> str:
    """The end of the last thing of a list that applies to all of them.

    It is everything after a noun of their kind (外资企业|出口, 高技术制造业|增加值比重), else the name of a quantity,
    or an act if the others are none; within one word, its end (臭氧|浓度, 服装|出口).
    """
    for count in range(len(words), 0, -1):
        if all(other[-1] == words[count - 1].text[-1] for other in others):
            return "".join(word.text for word in words[count:])
    deeds = having(Sense.NOMINAL) if not any(other.endswith((*having(Sense.NOMINAL),)) for other in others) else set()
    start, last = len(words) - 1, words[-1]
    sized = gap("size").fullmatch(last.text) is not None
    while start > 1 and ((sized and is_head(words[start - 1])) or not HOW.isdisjoint(words[start - 1].senses)):
        start -= 1
    if start and len(last.text) > 1:
        named = is_head(last) or last.text in deeds or (last.kind in VERBAL and deeds)
        return "".join(word.text for word in words[start:]) if named else ""
    # 污水处理|率: a rate is of the deed before it, but 盗窃、命案|数
    rest, shared = (words[-2].text, last.text) if start else (last.text, "")
    ends = having(Sense.NOMINAL) | having(Pos.ACTION) if shared else deeds | having(Pos.HEAD)
    whole = rest if shared and shared not in nouns().counts else ""
    if whole and start > 1 and all(len(cut_words(other, 0, len(other))) == 1 for other in others):
        return whole + shared  # 城市、县城|污水处理率
    return max((end for end in ends if rest != end and rest.endswith(end)), key=len, default=whole) + shared
