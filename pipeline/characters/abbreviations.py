"""Recognises possible abbreviations: Chinese names are shortened by leaving characters out (卫健局, 卫生健康局)."""


def may_be_short_for(short: str, name: str) -> bool:
    """Whether all characters of the first name occur in the second, in the same order.

    >>> may_be_short_for("县卫健局", "柳溪县卫生健康局"), may_be_short_for("县教育局", "柳溪县卫生健康局")
    (True, False)
    """
    left = iter(name)
    return all(character in left for character in short)
