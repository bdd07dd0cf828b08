"""Finds the extent of numerals in Chinese text, Arabic, Chinese and mixed: all of the numeral and nothing else.

``numerals`` reads the value. A numeral extends as far as possible, so that none is read in part.
"""

from typing import NamedTuple

import regex

from pipeline.model import Qualifier
from pipeline.patterns import compile_pattern
from pipeline.values.numerals import read_number

# 两 is a digit at the head of a numeral or before a multiplier (两百, 三千两百); elsewhere it is the weight (三十两).
_LIANG = r"[两兩] (?: (?<! [一二三四五六七八九十百千万亿萬億\d] . ) | (?= [百佰千仟万亿萬億] ) )"
DIGIT = rf"(?: [〇零○一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖廿卅卌] | {_LIANG} )"
# 千 begins a unit in 千瓦; 兆 is a multiplier if 亿 or 万 follow, and before 元; 3个亿 is 3亿.
MAGNITUDE = r"""(?:
    [十拾百佰万亿萬億] | [千仟] (?! [瓦米克卡伏赫帕焦] ) | [个個] [亿億] (?! 万富 )
  | 兆 (?= [零〇]? [一二两三四五六七八九\d]+ [十百千万亿萬億] | 元 )
)"""
CHINESE = rf"(?: {DIGIT} | {MAGNITUDE} )"

ARABIC = r"""
    (?: \d{1,3} (?:\ \d{3})+ (?= \ ?[余多万亿] | \ ?[\p{Han}%] )            # 2 856条: groups, where a unit follows
      | \d{1,3} (?:,\d{3}){1,11}+ (?:\.\d+)? (?![\d,]\d)                   # 4,456
      | \d{1,3} (?:,\d{3}){12,}+                                          # no number, and taken whole: LONGEST
      | \d (?:\ \d)+ (?:\ ?\.\ ?\d(?:\ \d)*)? (?!\d)                      # 5 6 . 5: digits set apart
      | \d+ (?: \ ?\.\d+ )?
      | (?<! [\d.A-Za-z\p{Han}] \ ? ) \.\d+                               # .5, but not the end of a list's 一.5
    )"""
# A minus follows a word for a rise, a fall or a statement, and precedes a share or a sum. Between two numbers it is a
# dash, and before a count too, since no count is negative (公开-5条).
_MINUS = r"""(?:
    (?<! [减減担擔抱背] ) [负負]\ ? | 零下\ ?                                # 减负9亿元 is no minus
  | (?<= [速幅] | [同环]比 ) [–—] (?= [\d.]+ \ ? [%‰个] )
  | (?<= [增长幅高升降跌为率是额润差速收减值比:(] \ ? | 约\ ? | ^ | \n ) [-−] (?= [\d.] )
  | (?<= (?! [年月日号时分期届层楼栋室章节条项款周第元%] ) \p{Han} | [上去]年 ) [-−]
    (?= \d+ (?:\.\d+)? \ ? (?: [%‰℃] | 个?百分点 | [万亿]+元 | 摄氏度 ) )
)"""
# 多 and 来 are also words of their own: 500多种, 10来信.
_MORE = r"(?: 多余 | 余多 | [余餘多] (?! [年样种方数次元维媒渠部] {2} ) )"
_SOME = r"来 (?= \ ? (?: [十百千万亿] | [个件条次人名位项家份篇天年岁里场户块斤吨元台辆所]) )"
# 阅读量10w+, 15k元: letters used on the web for 万 and 千.
_LETTER = (
    r"(?: [wW] (?= \+ | [人次个条] ) | w (?= [,。;张元] | $ ) | [kK] (?= \+ | [元人次] ) | k (?= [左以~,。;、-] | $ ) )"
)
# In speech, 百分之三十 may lose its 之 (百分三十), where nothing but a share can follow.
_SPOKEN = (
    rf"(?<! {CHINESE} ) [百千万] 分 (?: 百 (?![点分]) | {DIGIT} {CHINESE}{{0,7}} (?= [,。;、!?)的以左上\n] | $ ) )"
)
_BASE = rf"(?: {CHINESE}{{1,12}} | \d{{1,12}} )"
_PART = rf"(?: {CHINESE}+ (?:[点點]{CHINESE}+)? | {ARABIC} )"

# What stands before the sign of a form that has one: a look for the sign takes a tenth of trying the forms, of which
# reports have few. It goes no further than the longest numeral, so that digits without end cost what they hold.
_RUN = r"[\d.,\ 〇零○一二两兩三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖廿卅卌十拾百佰千仟万亿萬億兆点點个個半]"
_HAS_SIGN = rf"(?= (?: (?: [负負−–—-] | 零下 ) \ ? )? {_RUN}{{0,48}}+ [又分/成折×xX*^⁰¹²³⁴-⁹] )"

# 百分之三十点五, 三分之二, 1.2万, 3千余, 10余万, 2亿3千万, 3千六百, 十几, 数十, 三四十, 一点二万, 四成五, 八五折
NUMERAL_RE = compile_pattern(
    rf"""
    {_HAS_SIGN} (?:
    (?P<compound> [负負]? (?: {CHINESE}+ | \d+ ) 又 {_BASE} 分之 {_PART} )          # 一又二分之一
  | (?P<share>                                   # a share in words: the base, then how many of it
        {_MINUS}? {_BASE} 分之 [负負−-]? {_PART} | {_SPOKEN}
      | (?: (?<= [占约近超达为剩仅过逾余] | 占 \p{{Han}}{{1,6}} | 不足 | 至少 | 概率是 | 的 )
            (?<! 第\ ? )                                                # 占2/3, 占全国1/4, 2/3以上
            [1-9]\d? / [1-9]\d{{0,2}}
          | (?<! [\d./-] ) [1-9]\d? / [1-9]\d{{0,2}} (?= 以上 | 以下 | 左右 | 的 | 强 | 弱 ) ) (?! [\d./年月日-] )
    )
    | (?P<tenths>                                # 两成, 四成五, but not 成 in a word (一成立)
        (?: (?<!{CHINESE}) (?<!\d) (?: 十 | 半 | [一二两兩三四五六七八九] (?:[点點][一二三四五六七八九])? )
          | (?<![\d.]) \d{{1,2}} (?:\.\d)? )
        \ ? 成 (?: 半 | [一二三四五六七八九] (?!成) | \ [一二三四五六七八九] (?= [,。;)\n] | $ ) )?
        (?! [立员果效功本就绩为熟长交人型套品年都渝] )
    )
    | (?P<discount>                              # 九折, 八五折, 7.5折: the share that is left to pay
        (?: (?<!{CHINESE}) (?<!\d) [一二两兩三四五六七八九陆] {{1,2}} (?:[点點][一二三四五六七八九])?
          | (?<![\d.]) (?: \d{{1,2}} (?:\.\d)? | \d\ \d ) )
        \ ? 折 (?! [叠合旧算射腾线扣中返磨页纸断服回腰损曲桂半子起戟衷枝光式弯桥床椅] )
    )
    | (?P<power> (?: {ARABIC} \ ? [×xX*] \ ? )? (?<![\d.]) 10 (?: \^\d{{1,2}} | [⁰¹²³⁴-⁹]{{1,2}} ) (?!\d) )   # 1.5×10⁶
    )
    | (?P<mixed>                                 # Arabic digits, with Chinese magnitudes behind them or not
        (?= [\d.负負零−–—-] ) {_MINUS}? (?<! \d \. | (?<! \.\. ) \. | \d ) {ARABIC}
        (?: \ ? [余餘多几幾来] (?= \ ? {MAGNITUDE} ) )?
        (?: \ ? {MAGNITUDE}+
            (?: (?<=[百千万亿萬億兆]) (?: \ ? [零〇]? (?: \d+ (?:\.\d+)? | {DIGIT} ) \ ? {MAGNITUDE}+ )
              | (?<=[百千万亿萬億兆]) \d+ (?! [\d.] | \ ?[年月岁周%] )
              | (?<=[百千万亿萬億兆]) [零〇] (?: \d{{1,4}} (?! [\d.] ) | {DIGIT} )
            )*
            (?: [余餘多几幾] {MAGNITUDE}+ )?                                 # 5百多万
        )?
        (?: \ ? (?: {_MORE} | [几幾] | (?<=0) {_SOME} ) | {_LETTER} )?
    )
    | (?P<zero> 零[点點]\d+ (?!\ ?[分时]) )          # 零点77
    | (?P<half>                                  # 半小时, 半个月; 半年 is mostly one half of the calendar
        (?<! [个個] ) 半 (?= 小时 | 公里 | 公斤 | 个 (?! 多世纪 ) | 吨 | 斤 | 天 (?! [下然气] ) )
      | (?<= 用时 | 历时 | 耗时 | 为期 | 长达 | 不足 | 不到 | 超过 | 满 | 缩短至 | 压缩至 ) 半 (?= 年 (?! [度报] ) )
    )
    | (?P<range> 一[两兩] (?= \ ? [十百千万亿个件条次人名位项家份篇天年岁场户块斤吨元台辆所] ) {MAGNITUDE}* )   # 一两件
    | (?P<chinese>
        (?: (?<! [减減担擔抱背] ) [负負] )? (?: 零下 )? (?: 好? [数几幾] (?={MAGNITUDE}) )?
        {CHINESE}+ (?: [点點] [〇零○一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖]+ [万亿萬億]* )?
        (?: (?<=[百千万亿萬億]) \d+ {MAGNITUDE}+ )*                             # 三万6千
        (?: [余餘多几幾来] (?={MAGNITUDE}) {MAGNITUDE}+ )?
        (?: 多余 | 余多 | [余餘多] | (?<=[十拾]) [几幾] | (?<=[十拾百佰千万]) {_SOME} )?
    )
    """
)
# The possible first characters: searching for these first is twenty times as fast as trying every form everywhere.
_BEGINS_RE = regex.compile(
    r"[\d.〇零○一二两兩三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖廿卅卌十拾百佰千仟万亿萬億兆负負半数几幾好−–—-]"
)
_SPACED = "〇零○一二两兩三四五六七八九十百千万亿萬億壹贰貳叁參肆伍陆陸柒捌玖拾佰仟分之成折点點余餘多幾几又"
# Spaces within a numeral in words: 二百 三十, 百 分之 二, 3 分 之 二; a space between Arabic digits is handled before.
_GAP_RE = regex.compile(rf"(?<=[{_SPACED}])\ {{1,3}}(?=[{_SPACED}\d])|(?<=\d)\ {{1,3}}(?=[分成折]\ ?)")
_APART_RE = regex.compile(rf"[负負{_SPACED}\d.,-](?:\ {{0,3}}[负負{_SPACED}\d.,-]){{1,40}}")
# What joins pieces into one numeral: a multiplier, a point, or the words of a share.
_JOINING_RE = regex.compile(r"[十百千万亿萬億拾佰仟点點折成]|分之")
# The number of characters around a numeral that patterns look at.
_BESIDE = 4


class Numeral(NamedTuple):
    """A numeral with its span, and its text without the spaces of letter-spacing."""

    start: int
    end: int
    surface: str


def find_numeral(plain: str, start: int, end: int) -> Numeral | None:
    """The first numeral of ``plain[start:end]``, in its full extent.

    >>> find_numeral("公开二百 三十条", 0, 8)
    Numeral(start=2, end=7, surface='二百三十')
    >>> find_numeral("第二 三百条", 0, 7).surface
    '二'
    """
    while begins := _BEGINS_RE.search(plain, start, end):
        if match := NUMERAL_RE.match(plain, begins.start(), end):
            return _widen(plain, match, end)
        start = begins.end()
    return None


def match_numeral(plain: str, start: int, end: int) -> Numeral | None:
    """The numeral that begins at ``start``; null if there is none."""
    match = NUMERAL_RE.match(plain, start, end)
    return _widen(plain, match, end) if match else None


def _widen(plain: str, match: "regex.Match[str]", end: int) -> Numeral:
    """Extends a numeral past a space, if both parts are one number and not a row of numbers."""
    narrow = Numeral(match.start(), match.end(), match[0])
    if " " not in plain[match.start() : match.end() + 4]:
        return narrow
    window = _APART_RE.match(plain, match.start(), end)
    if window is None or not (gaps := list(_GAP_RE.finditer(plain, window.start(), window.end()))):
        return narrow
    offsets = [offset for offset in range(*window.span()) if not any(g.start() <= offset < g.end() for g in gaps)]
    head, tail = plain[max(0, window.start() - _BESIDE) : window.start()], plain[window.end() : window.end() + _BESIDE]
    joined = NUMERAL_RE.match(head + "".join(plain[offset] for offset in offsets) + tail, len(head))
    if joined is None or joined.end() - len(head) > len(offsets) or not _JOINING_RE.search(joined[0]):
        return narrow
    last = offsets[joined.end() - len(head) - 1] + 1
    number = read_number(joined[0])
    if last <= match.end() or number is None or number.qualifier is Qualifier.RANGE:
        return narrow
    if plain[last - 2] == " " and plain[last : last + 1] in ("是", "、", "."):  # 共一百 五是…: a heading follows
        return narrow
    return Numeral(match.start(), last, joined[0])
