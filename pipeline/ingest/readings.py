"""Removes the pronunciations that some pages print in brackets after characters: 報(bào)告 becomes 報告.

Converted pages, and copies meant to mislead filters, have one after every tenth character, even in titles and between
a number and its unit, where no rule would find a word. A text that explains one or two names keeps them.
"""

import regex

# A page with so many pronunciations prints them throughout.
MANY = 5

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
# A bracket is looked for first, since few characters are one.
_READING_RE = regex.compile(rf"[(（](?<=\p{{Han}}.) ?(?=[a-zü]*[{_TONED}])[a-zü{_TONED}]{{1,7}} ?[)）]")


def drop_readings(text: str) -> str:
    """Removes the pronunciations from a text that has many.

    >>> (
    ...     drop_readings("工作年度報(bào)告,主動(dòng)公開(kāi)信息,統(tǒng)計(jì)期限"),
    ...     drop_readings("重(chóng)庆，距离5(km)"),
    ... )
    ('工作年度報告,主動公開信息,統計期限', '重(chóng)庆，距离5(km)')
    """
    if not any(map(text.__contains__, _TONED)):
        return text
    if sum(1 for _ in zip(range(MANY), _READING_RE.finditer(text), strict=False)) < MANY:
        return text
    return _READING_RE.sub("", text)
