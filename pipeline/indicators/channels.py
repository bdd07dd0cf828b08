"""Finds the channel through which a number of items was published: the website, WeChat, or several together."""

from collections.abc import Sequence
from functools import lru_cache

from pipeline.language import RESPECTIVELY
from pipeline.rulebook import statement_rules

# Where no channel is named, and where the website is one of several.
NONE, SEVERAL = "none", "several"
# What is sent for publication to others went through no channel of one's own.
SENT = "sent"
# What no form counts apart: a channel of its own kind, or several without the website; and what it calls other.
MEDIA, OTHER = "media", "other"
# The place for all that is disclosed, which is no channel of its own.
PLATFORM = "platform"
# Several channels, of each of which a number of its own is told (网站、微信发布信息分别为30条、5条).
EACH = "each"
# What stands for the name of an account.
ACCOUNT = "“某号”"


def find_channel(chunks: Sequence[str], measure: str, title: str = "") -> str:
    """The channel named in the words up to a number, from comma to comma, or counted itself (微信57条).

    If they name none, a title that consists of a channel decides.

    >>> find_channel(["通过政府网站公开信息"], "信息"), find_channel(["通过政府网站", "公开信息"], "信息")
    ('website', 'website')
    >>> find_channel(["通过网站、微信等渠道", "共公开信息"], "信息"), find_channel(["加强网站建设", "公开信息"], "信息")
    ('several', 'none')
    >>> find_channel(["向县政府网站推送信息"], "信息"), find_channel(["网站、微信发布信息分别为"], "信息")
    ('sent', 'each')
    >>> find_channel(["“柳溪县政府网”微信公众号推送信息"], "信息")
    'wechat'
    >>> find_channel(["其中微信"], "微信"), find_channel(["发布信息"], "信息", "“柳溪水务”政务微博")
    ('wechat', 'weibo')
    """
    if not chunks:
        return NONE
    chunks, measure = [without_accounts(chunk) for chunk in chunks], without_accounts(measure)
    if statement_rules().receiver.compile().search(chunks[-1]):
        return SENT
    last = _last_words(chunks[-1])
    own = _named(last)
    if own:
        return EACH if RESPECTIVELY in last else _one_of(own, last)
    for chunk in reversed(chunks[:-1]):
        found = _named(chunk)
        if found and statement_rules().means.compile().search(chunk):
            return _one_of(found, chunk)
    found = _named(measure)
    return _one_of(found, measure) if found or not _is_channel(title) else _one_of(_named(title), title)


def names_platform(words: str) -> bool:
    """Whether words name the platform for all disclosed information.

    >>> names_platform("通过政府信息公开平台公开"), names_platform("通过政府网站公开")
    (True, False)
    """
    return PLATFORM in _named(words)


@lru_cache(maxsize=16_384)
def without_accounts(words: str) -> str:
    """Words without the names of accounts: “柳溪县政府网”微信公众号 is no website."""
    return statement_rules().account.compile().sub(ACCOUNT, words)


def _last_words(chunk: str) -> str:
    """The words after a colon, if they name a channel themselves (平台公开情况:网站公开30条)."""
    last = chunk.rsplit(":", 1)[-1]
    return last if _named(last) else chunk


def _is_channel(title: str) -> bool:
    return statement_rules().title.compile().search(title) is not None


@lru_cache(maxsize=16_384)
def _named(words: str) -> tuple[str, ...]:
    return tuple(rule.name for rule in statement_rules().channels if rule.compile().search(words))


def _one_of(names: Sequence[str], words: str) -> str:
    """One channel, or several; 等 after a single one implies others."""
    if not names or (tuple(names) == (PLATFORM,) and not _has_others(words)):
        return NONE
    if OTHER in names:
        # 报刊、电视等其他方式 is one kind, 网站及其他渠道 are all
        rest = len(names) > 1 and statement_rules().and_the_rest.compile().search(words) is not None
        return SEVERAL if rest else OTHER
    if len(names) == 1 and not _has_others(words):
        return names[0]
    is_any = "website" in names or statement_rules().means_of_all.compile().search(_last_phrase(words)) is not None
    return SEVERAL if is_any else MEDIA


def _has_others(words: str) -> bool:
    return statement_rules().and_others.compile().search(_last_phrase(words)) is not None


def _last_phrase(words: str) -> str:
    """The text after the last channel that words name."""
    ends = [match.end() for rule in statement_rules().channels for match in rule.compile().finditer(words)]
    return words[max(ends) :]
