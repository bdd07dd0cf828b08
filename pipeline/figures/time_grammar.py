"""How a sentence writes a stretch of time: one pattern, whose groups ``time_reading`` reads."""

import regex

from pipeline.values import DAY, MONTH, TO, YEAR

_SMALL = r"(?: \d{1,2} | [一二两三四五六七八九十]{1,3} )"
# The second of two years stands behind a dash, where no year begins elsewhere.
_SECOND_YEAR = rf"(?: {YEAR} | (?: 19 | 20 ) \d\d )"
# 2021年, 今年, 上年度: the year that a month, a quarter or a half may follow.
_YEAR_WORD = rf"""(?:
    (?P<year> {YEAR} ) \ ? 年 度?
  | (?P<now> 今年 | 本年 度? )
  | (?P<whole> 全年 | 当年 | 该年 | 同年 | 年内 | 年度内 | 一年 以? 来 | 这一年 )
  | (?P<back> 去年 | 上 一? 个? 年 度? | 前年 )
  | (?P<next> 明年 | 来年 | (?<! 以 | 之 ) 下 一? 个? 年 度? | 次年 | 新的一年 )
)"""
# 上半年, 前三季度, 前5个月, 1-6月, 3月15日至20日, 3月上旬, 6月底
_PART = rf"""(?:
    (?P<half> [上下] ) 半年 度?
  | (?P<firsts> [前头] ) \ ? (?P<quarter> [一二两三四1-4] ) \ ? 个? 季度
  | (?<! 连续 | \d | 个 ) (?: 第 \ ? )? (?P<quarter> [一二三四1-4] ) \ ? 季度
  | [前头] \ ? (?P<months> {_SMALL} ) \ ? 个月
  | (?<! [\d.第] )
    (?: (?P<from> {MONTH} ) \ ? (?: 月份? )? {TO} )?
    (?P<month> {MONTH} ) \ ? 月 份?
    (?: \ ? (?P<day> {DAY} ) \ ? [日号] (?: {TO} (?P<day2> {DAY} ) \ ? [日号] )?
      | (?P<third> [上中下] ) 旬
      | \ ? (?P<edge> [底末] )
    )?
)"""
MENTION_RE = regex.compile(
    rf"""
    # What one can begin with.
    (?= [截累统\d上下去今本当该全同年一二两三四五六七八九十前头近最过这此未历明来次新目至迄现期月多之以“"元第连用报] )
    (?P<until> 截 [至止] 到? | 累计 [至到] | 统计 [至到] )? \ ?
    (?:
        [“"]? (?P<plan> 十[一二三四五]五 ) [”"]? (?: 规划 )? (?: 期间 | 时期 | 以来 | 期? (?P<edge> 末 ) )
      | (?: (?P<school_first> {YEAR} ) \ ? (?: {TO} | / ) )? (?P<school_last> {_SECOND_YEAR} ) \ ? 学年 度?
      | (?P<iso_year> (?: 19 | 20 ) \d\d ) (?<! [\d./-] .{{4}} )
        (?P<sep> [-/.] ) (?P<iso_month> \d\d? ) (?P=sep) (?P<iso_day> \d\d? ) (?! [\d/-] )
      | (?P<first> {YEAR} ) \ ? (?: 年 度? \ ? )? {TO} (?P<last> {_SECOND_YEAR} ) \ ? 年 度?
        (?! \ ? (?: \d{{1,2}} \ ? 月 | [上下] 半年 | 第? [一二三四] 季度 ) ) (?P<edge> [底末] )?
      | {_YEAR_WORD} (?: \ ? 的? (?P<same> 同期 | 同 (?= \d++ (?! \ ? [年月季] ) ) )
        | \ ? {_PART} | 年? (?P<edge> [底末] ) )?
      | {_PART}
      | (?P<same> 同期 )
      | (?P<edge> (?: (?<= 截[至止] 到? ) [本当] | (?<! [\d两一几半多每常全当本成中老青少壮童今去明] ) ) 年 [底末]
          | 期末 | 月末 | 月底 )
      | (?: 过去 | 最?近 | (?<! [学提] ) 前 | 此前 | 这 ) \ ? 的? \ ?
        (?P<span> {_SMALL} ) \ ? 年 (?: 间 | 以来 | 来 | 时间 )?+
        (?! \ ? (?: 同期 | 一遇 | 最 | 级 | 期 | 制 | 规划 | 行动 | 计划 ) )
      | (?<! [第\d.] | 连续 ) (?P<span> {_SMALL} ) \ ? 年
        (?: (?: 来 | 以来 | 间 ) (?! \ ? (?: 同期 | 最 ) )
          | (?= 年均 | 平均 | 累计 | 合计 | 共 (?! 同 ) | 增长 | 提高 | 下降 ) )
      | (?: (?<= ^ | [,;:。!\n] \ ? | 力争 | 争取 | 计划 ) (?P<within> {_SMALL} ) \ ? 年 [之以]? 内
          | 用 \ ? (?P<within> {_SMALL} ) \ ? 年 (?: 左右 )? 的? 时间 )
      | 连续 \ ? (?P<streak> {_SMALL} ) \ ? 个? 年 (?! [度级] )
      | (?: 本 | 此 )? 报告 (?: 出具 | 作出 | 形成 | 提交 )? 之? (?P<report_day> 日 ) (?! [常报程期子] )
      | (?: 未来 | 今后 | 之后 ) \ ? 的? \ ? (?P<ahead> {_SMALL} ) \ ? 年 (?: 内 | 间 | 时间 )?
      | (?P<past> 过去 的? 一年 )
      | (?P<stock> 目前 | 至今 | 迄今 | 现有 | 现存 | 累计 (?: 已 )? (?= 达 | 有 | 拥有 | 总 ) )
      | (?P<total> 历[年史] (?: 累计 | 总计 ) | 历年 来 (?: 累计 )? | 近 (?: 几 )? 年来 | 多年来 | 累计 (?! [至到] )
          | (?<! 今年 | 年初 | 本年 ) 以来 (?! 的? (?: 最 | 首 | 新 | 同期 | 第一 ) ) )
    )
    """,
    regex.VERBOSE,
)
# 2025年前, 6月底前: by then; but 2023年前三季度.
BEFORE_RE = regex.compile(r"\ ?(?:之前|以前|前(?!\ ?[一二两三四五六七八九十\d]+\ ?个?(?:季度|月|年|位|名)|[列茅往来]))")
# 2016年以来, 2016年起, 自2008年条例施行以来, 自2016年1月开始至今: what begins here goes on.
SINCE_RE = regex.compile(
    r"\ ?(?:以来|以后|开始(?!至)|起(?!\ ?[至到]))(?!的?[最首])|[^,;:。()\d]{0,20}?(?:以来(?!的?[最首])|至今)"
)
# 1月1日起至12月31日
TO_RE = regex.compile(r"\ ?起?,?\ ?(?:至|到|-|—|―|–|~)+\ ?")
# “十五五”主要目标: what a heading may call a plan without 时期.
BARE_PLAN_RE = regex.compile(r"(?P<plan>十[一二三四五]五)(?!\w?[”\"]?\ ?规划\ ?的?(?:编制|纲要编制|草案))")
# 2021、2022、2023年
BARE_YEARS_RE = regex.compile(rf"(?:{YEAR} [、和] )++(?= {YEAR} \ ?年)", regex.VERBOSE)
YEAR_RE = regex.compile(YEAR, regex.VERBOSE)
