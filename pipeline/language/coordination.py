"""Patterns for conjunctions in lists of names and of events that did not happen; not within 和谐, 及时, 参与."""

import regex

_AND = r"、|以及|(?<![涉以普波危])及(?!时)|和(?![谐平睦]|解(?![读决答释]))|(?<!参)与(?!会)"
# 办结率和满意率
AND_RE = regex.compile(_AND)
# 未发生行政复议、行政诉讼或者举报
OR_RE = regex.compile(rf"{_AND}|或者?|并")
# What gives each of several things one of several numbers (公告、通知分别公开3条、2条).
RESPECTIVELY = "分别"
