"""Names the items of a list with one governing verb, which is the list's (公告9条、意见采纳8条)."""

from msgspec.structs import replace

from pipeline.figures.quantity import Quantity
from pipeline.language import LIGHT_KINDS, NOMINAL, Chunk, ChunkKind, Clause, Pos, Sense, Token, is_channel, read_usage
from pipeline.model import Kind
from pipeline.values import nouns


def name_item(left: Clause, quantity: Quantity, before: Quantity | None, item: Clause | None, sign: str) -> Clause:
    """The clause of an item with its name; ``before`` and ``item`` are the number and the clause before ``sign``."""
    if (
        left.object
        and (quantity.unit in nouns().pieces or quantity.kind in (Kind.MONEY, Kind.DURATION))
        and _only_states(left)
    ):
        return replace(left, object=None, verb=left.head)  # 共|删除9条: what was done to them is no thing
    news = quantity.unit in nouns().news
    if news and left.object and left.verb is None and item is not None and _names_channel(left, item):
        return replace(left, object=None)  # 网站公开信息9条,微博|3条
    listed = before is not None and item is not None and _goes_on(before, quantity, item, sign)
    opener = _find_opener(left)
    risen = left.verb is not None and Sense.CHANGE in left.verb.senses
    carries = opener is not None and Sense.CARRIES_OUT in opener.senses and not risen  # 完成投资|增长5%
    if left.verb is None or left.empty or not (news or carries or quantity.unit in nouns().times):
        return left
    names = read_usage(left.verb.text).attributive and Sense.CLOSING not in left.verb.senses
    if listed and left.object and left.object.first == 1 and names:
        # 公示9条,监督|检查3条: among names, a verb that names are made with
        return replace(left, object=replace(left.object, first=0), verb=None)
    if left.named is None and news:
        first = _find_piece(left, listed=listed)
        piece = Chunk(ChunkKind.NOUN, first, len(left.words), "piece")
        return replace(left, object=piece, verb=None) if first < len(left.words) else left
    topic = left.topic
    if topic is None or topic.last >= len(left.words) or left.words[topic.last] is not left.verb:
        return left
    starts = all(word.kind is Pos.JOIN for word in left.words[: topic.first])
    if opener is None and not (listed and starts):
        return left
    # 公示无证经营查处|6条: what closes it is a part of the name
    return replace(left, object=replace(topic, last=topic.last + 1), topic=None, verb=opener)


def _goes_on(before: Quantity, quantity: Quantity, item: Clause, sign: str) -> bool:
    """Whether a piece of news continues a list of names."""
    if quantity.unit not in nouns().news or before.unit != quantity.unit or not item.object:
        return False
    return sign == "、" or (sign in (",", ";") and item.verb is None)


def _names_channel(left: Clause, item: Clause) -> bool:
    """Whether an item names only a channel, as the one before does before its object (网站发布|信息)."""
    is_open = item.object is None or item.verb is not None
    verb_index = next((i for i, word in enumerate(item.words) if word is item.verb), len(item.words))
    named = left.head is not None and is_channel(left.head)
    return is_open and named and any(is_channel(word) for word in item.words[:verb_index])


def _find_opener(left: Clause) -> Token | None:
    """The verb that begins a clause right before the topic of the verb that ends it; null if none does."""
    heads = [w for w in left.words[: left.topic.first] if w.kind not in LIGHT_KINDS] if left.topic else []
    passive = any(Sense.PASSIVE in word.senses for word in left.words)
    return heads[0] if len(heads) == 1 and heads[0].kind is Pos.ACTION and not passive else None


def _only_states(left: Clause) -> bool:
    """Whether a clause has only a verb that is not in the lexicon, after words that link it to the clause before."""
    last, light = left.words[-1], left.words[:-1]
    verb = last.kind is Pos.VERB and not last.listed and Sense.NOMINAL not in last.senses
    return verb and bool(light) and all(word.kind in LIGHT_KINDS or Sense.FRONT in word.senses for word in light)


def _find_piece(left: Clause, *, listed: bool) -> int:
    """The start of the name of a piece of news that is also a verb (公告|9条, 公告9条、部门公告|3条); else the end."""
    verb, first = left.words[-1], len(left.words) - 1
    while listed and first and left.words[first - 1].kind in NOMINAL:
        first -= 1
    is_task = verb.kind is Pos.ACTION and {Sense.NOMINAL, Sense.TASK} <= verb.senses
    return first if is_task and all(word.kind in LIGHT_KINDS for word in left.words[:first]) else len(left.words)
