"""The pattern whose one pass over a text is the floor of speed: numerals as the project read them in November 2026.

It is never changed, whatever becomes of our own patterns, so that ratios of different years can be compared. They were
20 on reports and 42 on dense text when the first page of benchmarks was written; the targets are at most 25 and 35.
"""

import regex

_ARABIC = r"""
    (?: \d{1,3} (?:\ \d{3})+ (?= \ ?[余多万亿] | \ ?[\u4e00-\u9fff%] )       # 2 856条: groups, where a unit follows
      | \d{1,3} (?:,\d{3}){1,11}+ (?:\.\d+)? (?![\d,]\d)                   # 4,456
      | \d{1,3} (?:,\d{3}){12,}+                                          # no number, and taken whole
      | \d (?:\ \d)+ (?:\ ?\.\ ?\d(?:\ \d)*)? (?!\d)                      # 5 6 . 5: digits set apart
      | \d+ (?:\.\d+)?
    )"""
# 千 is the beginning of a unit in 千瓦 and 千米.
_MAGNITUDE = r"(?: [十拾百佰万亿萬億] | [千仟](?![瓦米克卡伏赫帕]) )"
_DIGIT = "[〇零○一二两兩三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖廿卅]"
_CHINESE = rf"(?: {_DIGIT} | {_MAGNITUDE} )"
# The minus of a number stands behind a word or a bracket; between two numbers it is a dash.
_MINUS = r"(?: [负負]\ ? | (?<= [增长幅高升降跌为率是额润差比:(] | 比\  | ^ ) [-−] )"

# 百分之三十点五, 三分之二, 1.2万, 3千余, 10余万, 2亿3千万, 十几, 数十, 三四十, 一点二万, 四成五
FLOOR_RE = regex.compile(
    rf"""
    (?P<share>                                   # a share in words: the base, then how many of it
        [负負]? (?: {_CHINESE}{{1,12}} | \d{{1,12}} ) 分之
        {_MINUS}? (?: {_CHINESE}+ (?:[点點]{_CHINESE}+)? | {_ARABIC} )
    )
    | (?P<tenths>                                # 两成, 四成五, but not 成 in a word (一成立)
        (?: (?<!{_CHINESE}) (?<!\d) [一二两三四五六七八九] (?:[点點][一二三四五六七八九])?
          | (?<![\d.]) \d{{1,2}} (?:\.\d)? \ ? )
        成 (?: 半 | [一二三四五六七八九] (?!成) )?
        (?! [立员果效功本就绩为熟长交人型套品年都渝] )
    )
    | (?P<mixed>                                 # Arabic digits, with Chinese myriads behind them or not
        {_MINUS}? (?<! \d \. | [\d.] ) {_ARABIC}
        (?: \ ? [余餘多几幾] (?= \ ? {_MAGNITUDE} ) )?
        (?: \ ? {_MAGNITUDE}+ (?: (?<=[千万亿萬億]) \ ? \d+ (?:\ ?{_MAGNITUDE}+ | (?![\d.]|\ ?[年月%])) )* )?
        (?: \ ? (?: 多余 | [余餘多几幾] ) (?![年样种方数次元维媒渠部元]{{2}}) )?
    )
    | (?P<chinese>
        [负負]? (?: [数几幾] (?={_MAGNITUDE}) )?
        {_CHINESE}+ (?: [点點] [〇零○一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖]+ [万亿萬億]* )?
        (?: [余餘多几幾] (?={_MAGNITUDE}) {_MAGNITUDE}+ )?
        (?: 多余 | [余餘多] | (?<=[十拾]) [几幾] )?
    )
    """,
    regex.VERBOSE,
)
