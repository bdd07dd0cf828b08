"""Reads the lexicon: one entry per word, with its part of speech and its senses.

An entry decides nothing: the sense of a word in a sentence depends on its context.
"""

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from pipeline.resources import RulebookError
from pipeline.rulebook import Pattern, Rules, read_rules

if TYPE_CHECKING:
    import regex


class Pos(StrEnum):
    """Part of speech, as far as it matters beside a number."""

    ACTION = "action"
    """What an agency does; the thing counted is its object (召开新闻发布会2次), and ``figures.action`` names it."""
    VERB = "verb"
    """Another verb."""
    OUTCOME = "outcome"
    """What became of the things counted; where no object follows, it is the measure (不予公开20件)."""
    NOUN = "noun"
    QUALITY = "quality"
    HEAD = "head"
    """A noun that names a quantity: a verb before it belongs to its phrase (关注人数, 办结时长)."""
    LINK = "link"
    """What stands between the thing counted and its number (共, 达, 为)."""
    AGENT = "agent"
    """Who acts: never the thing counted."""
    TIME = "time"
    ADVERB = "adverb"
    PREPOSITION = "preposition"
    JOIN = "join"
    OF = "of"
    QUOTE = "quote"
    MARK = "mark"


class Sense(StrEnum):
    """The features of a word besides its part of speech."""

    NOMINAL = "nominal"
    """A verb that stands inside noun phrases (审批事项, 宣传条幅)."""
    ATTRIBUTIVE = "attributive"
    """A verb that is an attribute of the noun behind it where no one who acts stands before it (城镇|新增|就业)."""
    ENDS_TIME = "ends_time"
    """What ends a time that a phrase of its own tells (建局|以来): nothing before it is counted."""
    IDIOM = "idiom"
    """Four characters with a verb among them, which may say what became of a thing (摆脱困境, 全面铺开)."""
    LOCALIZER = "localizer"
    """Where something is: behind a noun of one character it makes one word with it (规|上|工业, 县|外|务工)."""
    VERBAL_HEAD = "verbal_head"
    """The name of a quantity or sort that a verb before it belongs to (关注人数, 公开类; but 安排|资金)."""
    VERB_TOO = "verb_too"
    """The name of a quantity that is a verb where a noun follows (投入|资金)."""
    NOUN_TOO = "noun_too"
    """An adverb that is a noun behind another one (政务动态)."""
    POPULATION = "population"
    """Of which a population is told (出生人口)."""
    DETERMINER = "determiner"
    """What may open a noun phrase (各类信息)."""
    SORT = "sort"
    """What opens a noun phrase, so that no verb before it stands in one (监管|各类台站)."""
    WITHIN = "within"
    """What may stand inside a noun phrase (不规范描述, 图文等信息, 平均时长)."""
    DEICTIC = "deictic"
    """Who acts, named from where the report stands (我局, 全市): no part of a name."""
    RATE = "rate"
    """Before the name of a quantity, how it is told (年|进出口总额, 总|里程, 次均|费用)."""
    ADJECTIVAL = "adjectival"
    """An adverb that is an adjective before a noun (直接|财产损失, 有效|灌溉面积)."""
    ASPECT = "aspect"
    """Before a verb, that it was done: what follows it governs (已|储备编织袋)."""
    CARRIES_OUT = "carries_out"
    """A verb whose object is a deed (完成|房屋拆除)."""
    PIVOTS = "pivots"
    """A verb whose object does the verb behind it (支持|9家企业建设研发中心)."""
    ATTAINS = "attains"
    """A verb that only links whose an amount is to it (城镇|实现9亿元)."""
    MAKES = "makes"
    """A verb whose object is a thing: a verb behind it stands in the name of that thing (发出|审议意见书)."""
    FLEXIBLE = "flexible"
    """A noun that is a verb where its context makes it one, as jieba tags it (vn)."""
    TOPONYM = "toponym"
    """The name of a place, as jieba tags it (ns)."""
    LIMIT = "limit"
    """Behind what bounds a sort (规模|以上|工业)."""
    BOUND = "bound"
    """A link or an adverb that is no part of a noun, wherever it stands (其中, 为, 均)."""
    ENDS_IN = "ends_in"
    """A link between a verb and the level that it led to (拓展|至|40个)."""
    AVERAGE = "average"
    """By what an average is told (人均)."""
    SUPERLATIVE = "superlative"
    """Behind the name of a number, that it is the greatest or the least of several (咨询类信件最多,为16件)."""
    DENIAL = "denial"
    """What denies a verb, which then names what became of things (未整改问题)."""
    GROUND = "ground"
    """A verb that names a ground of what was decided, with its object (属于国家秘密)."""
    RULING = "ruling"
    """What an authority above rules on a case (维持原行政行为)."""
    PREDICATE = "predicate"
    """What became of things, right behind the number of a part (其中3件|责令改正): it begins no name there."""
    CLOSING = "closing"
    """An action that closes a clause whose subject was acted on (动态类信息发布1744条)."""
    DONE = "done"
    """What is done to things that came in before (办结, 答复)."""
    TOLD = "told"
    """A verb that is counted itself, where nothing else is named (抽查120次)."""
    CHARGES = "charges"
    """What is done to the accused: cases and people behind it are counted by it (批准逮捕8件9人)."""
    PERFECT = "perfect"
    """Right behind a verb, that it was done (解读了30件)."""
    STATE = "state"
    """A verb that tells how things are and what they became: no deed of an agency (涉及, 达到, 增长)."""
    CHANGE = "change"
    """A verb of rise and fall."""
    REACHED = "reached"
    """What tells the level that a change reached (产量增长42%,达到8000万吨)."""
    AUDIENCE = "audience"
    """A verb of those who read, visit and follow: no deed of an agency (浏览, 关注)."""
    LIGHT = "light"
    """A verb that leaves the deed to the verb behind it (进行|清理, 予以|废止)."""
    FOLLOWS = "follows"
    """A verb that follows a counted noun and ends its phrase (4个城市|入选名单)."""
    SHORT_DEED = "short_deed"
    """A verb of one character that is a deed."""
    RELATES = "relates"
    """What a number is only told to be of, by no deed (涉及33个部门)."""
    BELONGS = "belongs"
    """Behind a share, what tells of what it is (20%属行政审批类信息)."""
    FRONT = "front"
    """What stands before an object whose verb follows (对53件规范性文件进行清理)."""
    TURNS_TO = "turns_to"
    """Before whom one turns to, and then the verb (向社会|开放会议)."""
    CAUSE = "cause"
    """What ends a cause, which is no subject of the verb behind it (受减税影响|减收)."""
    PASSIVE = "passive"
    """What follows is a verb, though it can stand inside a noun phrase (被|申请行政复议)."""
    BY_MEANS = "by_means"
    """Before what something is done by (通过微信等方式)."""
    MEANS = "means"
    """A noun for how something is done (方式)."""
    ENDS_MEANS = "ends_means"
    """What ends a list of means, before the verb (通过网站等渠道|发布)."""
    MANNER = "manner"
    """A noun that says how a thing was done, right before its verb (在线|答复网友提问)."""
    CHANNEL = "channel"
    """Through or by whom: a verb right behind it is the verb of the clause (网站公开信息12条)."""
    TASK = "task"
    """A noun that a verb of a chain belongs to all the same (建设|改造项目)."""
    OFFICE = "office"
    """What belongs to an agent that is not the one who reports (省政府|部门)."""
    ORGAN = "organ"
    """A body that a number counts, whatever of its is named behind it (56个部门|信息公开工作)."""
    BODY = "body"
    """A body of bodies, counted where it stands last (4个街道|职能科室)."""
    PLACE = "place"
    """A body or place that a number counts, where each of them has something (4个片区|服务清单各9项)."""
    WHO = "who"
    """Who cannot be counted as a thing (12项|企业反映突出的问题)."""
    HELD = "held"
    """What is held: where a verb follows, the number counts it (3次会议|听取汇报)."""
    SPAN = "span"
    """A stretch of time that is counted, whatever follows (16个季度)."""
    EACH = "each"
    """What deals a number to each of those before (4个片区各9项)."""
    SETTING = "setting"
    """In what something is done, behind what it is done to (在完成重建的基础上)."""
    FIELD = "field"
    """No part of a name (融资等方面的热点, 有关的行政复议案)."""
    OPENS_CLAUSE = "opens_clause"
    """What opens a clause that describes the noun behind its 的 (26个由局长任组长的专班)."""
    COMPARES = "compares"
    """Before what a share or a difference is held against."""
    AGAINST = "against"
    """Before what any amount is held against."""
    SHARE = "share"
    """What tells of what a share is (占30%, 占比为30%)."""
    SOURCE = "source"
    """Before what a level rose from (从9元提高到12元)."""
    POSTS = "posts"
    """A verb that is a noun before a number of people: posts that an office has (中心编制10人)."""
    PASSED = "passed"
    """Right behind a number, no part of what is counted (3件最新政策)."""
    TOPIC_END = "topic_end"
    """What ends a title and is no part of its topic (公开情况)."""
    AND = "and"
    """What joins a verb to the one before (公开并|解读)."""
    ANEW = "anew"
    """What stands before another verb that has the object (组织会议、|接待采访)."""
    JOINS_VERBS = "joins_verbs"
    """What joins verbs that have one object (收到和办理|申请)."""
    TAKES_IN = "takes_in"
    """What holds the cases that came in, and names them behind their sort (审判执行|收案)."""
    CHAIN_RULES = "chain_rules"
    """Verbs of one chain are done to one thing, one after the other: none begins its name (制定修改|规章)."""
    CHAIN_WORKS = "chain_works"
    CHAIN_LAND = "chain_land"
    CHAIN_HAZARDS = "chain_hazards"
    CHAIN_PERMITS = "chain_permits"
    CHAIN_MEDIA = "chain_media"
    CHAIN_REPLIES = "chain_replies"
    CHAIN_FARMS = "chain_farms"


CHAINS = frozenset(sense for sense in Sense if sense.startswith("chain_"))


class LexiconRules(Rules):
    """The structure of ``rules/lexicon.toml``."""

    words: dict[str, tuple[Pos | Sense, ...]]
    deed: Pattern
    bodies: Pattern


@cache
def deed_pattern() -> "regex.Pattern[str]":
    """The end of the name of an outcome that contains a deed of the agency.

    >>> deed_pattern().search("部分公开") is not None, deed_pattern().search("信息不存在") is not None
    (True, False)
    """
    return read_rules("lexicon", LexiconRules).deed.compile()


@cache
def bodies_pattern() -> "regex.Pattern[str]":
    """Bodies of a level, and nothing else (县(市、区))."""
    return read_rules("lexicon", LexiconRules).bodies.compile()


@cache
def senses() -> dict[str, frozenset[Sense]]:
    """The features of each word of the lexicon, besides its part of speech."""
    words = read_rules("lexicon", LexiconRules).words
    return {word: frozenset(tag for tag in tags if isinstance(tag, Sense)) for word, tags in words.items()}


@cache
def parts_of_speech() -> dict[str, Pos]:
    """The part of speech of each word that the lexicon gives one.

    Raises:
        RulebookError: if an entry has two.
    """
    found: dict[str, Pos] = {}
    for word, tags in read_rules("lexicon", LexiconRules).words.items():
        parts = [tag for tag in tags if isinstance(tag, Pos)]
        if len(parts) > 1:
            raise RulebookError(f"rules/lexicon.toml: {word} is claimed as {parts[0]} and as {parts[1]}")
        if parts:
            found[word] = parts[0]
    return found


@cache
def having(wanted: Pos | Sense) -> frozenset[str]:
    """The words with some feature.

    >>> "审批" in having(Sense.NOMINAL), "审批" in having(Pos.ACTION)
    (True, True)
    """
    words = read_rules("lexicon", LexiconRules).words
    return frozenset(word for word, tags in words.items() if wanted in tags)


@cache
def endings(*wanted: Sense) -> tuple[str, ...]:
    """The endings of names with one of several features."""
    return tuple(sorted(frozenset().union(*(having(sense) for sense in wanted))))
