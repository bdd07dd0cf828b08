"""Draws the charts of ``gongkai report`` as SVG: without scripts, sharp on every screen, with values on hovering.

Altair describes the charts and vl-convert renders them here, not in the reader's browser.
"""

import re
from collections import Counter
from collections.abc import Sequence

import altair as alt
import vl_convert

from pipeline.rulebook import all_audits
from pipeline.views.charts.data import BREAKS, NO_FORM, ChartData, Row

WIDTH = 860
FONT = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
# Colours of Okabe and Ito, which people with red–green blindness can distinguish; grey means unknown.
COLOURS = {"F08": "#cc79a7", "F14": "#e69f00", "F19": "#56b4e9", "F21": "#0072b2", "未识别": "#999999"}
OUTCOMES = {"fail": ("不符", "#d55e00"), "pass": ("相符", "#009e73"), "not_assessable": ("无法核对", "#999999")}
# The height of a bar with its gap, and of a row of the map, in pixels.
STEP, CELL = 20, 14
# The greatest width of a bar; and up to this count, each whole number has a tick.
WIDEST, FEW = 40, 10
# A mark of the SVG, with the text of its values.
MARK_RE = re.compile(r'<path aria-label="(?P<words>[^"]*)"(?P<rest>[^>]*?)(?:/>|></path>)')


def draw_years(data: ChartData) -> str:
    """Reports by year and form."""
    totals: Counter[int] = Counter()
    for row in data.years:
        totals[row["year"]] += row["reports"]
    bars = _chart(data.years).mark_bar(size=min(WIDEST, 0.8 * WIDTH / len(totals)))
    return _draw(
        bars.encode(
            x=alt.X("year:O", title="报告年度", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("reports:Q", title="报告数", axis=_count_axis(max(totals.values()))),
            color=_form_colour(),
        ).properties(width=WIDTH, height=260)
    )


def draw_measure(rows: Sequence[Row], title: str, number_format: str) -> str:
    """A measure over the years: one point for each report, hollow if disputed, and a line of medians for each form.

    The line breaks where the form changes; reports of unknown form are on no line.
    """
    years = [row["year"] for row in rows]
    x = alt.X(
        "year:Q", title="报告年度", scale=alt.Scale(domain=[min(years) - 0.6, max(years) + 0.6]), axis=_whole_years()
    )
    # Values of agencies differ by orders of magnitude, and some are zero.
    scale = alt.Scale(type="symlog") if number_format == "d" else alt.Scale(zero=True)
    y = alt.Y("value:Q", title=title, scale=scale, axis=alt.Axis(format=number_format))
    points = _chart(rows).mark_point(size=50, opacity=0.75, strokeWidth=2).encode(x=x, y=y, color=_form_colour())
    points = points.encode(
        fill=alt.condition("datum.disputed", alt.value("transparent"), _form_colour()), shape=alt.value("circle")
    )
    line = (
        _chart([row for row in rows if row["form"] != NO_FORM])
        .mark_line(color="#666666", strokeWidth=2)
        .encode(x=x, y=alt.Y("median(value):Q", title=title), detail="form:N")
    )
    inside = [(year, form) for year, form in BREAKS if min(years) < year <= max(years)]
    layers: list[alt.Chart] = [_label_points(points, title), line]
    if inside:
        breaks = _chart([{"at": year - 0.5, "form": f"{form} →"} for year, form in inside])
        layers += [
            breaks.mark_rule(strokeDash=[4, 4], color="#888888").encode(x="at:Q"),
            breaks.mark_text(align="left", dx=4, color="#777777").encode(x="at:Q", y=alt.value(8), text="form:N"),
        ]
    return _draw(alt.layer(*layers).properties(width=WIDTH, height=300))


def _label_points(points: alt.Chart, title: str) -> alt.Chart:
    words = f"datum.agency + ' ' + datum.year + '：{title} ' + round(datum.value * 1000) / 1000"
    words += " + (datum.disputed ? '（核对不符：' + datum.disputed + '）' : '')"
    return points.transform_calculate(words=words).encode(description=alt.Description("words:N"))


def draw_coverage(data: ChartData) -> str:
    """Which indicators are known for which report, or for what share of the reports of a year."""
    legend = alt.Legend(format="%", orient="top", direction="horizontal") if data.coverage_of_years else None
    cells = _chart(data.coverage).mark_rect(stroke="#8884")
    words = "datum.column + ' · ' + datum.indicator + '：' + round(datum.share * 100) + '%'"
    return _draw(
        cells.transform_calculate(words=words)
        .encode(
            x=alt.X("column:O", title=None, axis=alt.Axis(labelAngle=-60, labelLimit=260, orient="top")),
            y=alt.Y("indicator:N", title=None, sort=None, axis=alt.Axis(labelLimit=260)),
            color=alt.Color(
                "share:Q",
                title="陈述该指标的报告比例",
                scale=alt.Scale(range=["#0072b208", "#0072b2"], domain=[0, 1]),
                legend=legend,
            ),
            description=alt.Description("words:N"),
        )
        .properties(width=alt.Step(CELL if not data.coverage_of_years else 2 * CELL), height=alt.Step(CELL))
    )


def draw_audits(data: ChartData) -> str:
    """How often each audit failed, and how often it passed."""
    names = {outcome: name for outcome, (name, _) in OUTCOMES.items()}
    codes = {rule.code: f"{rule.zh.name} {rule.code}" for rule in all_audits()}
    rows = [
        {
            **row,
            "rule": codes.get(row["rule"], row["rule"]),
            "outcome": names[row["outcome"]],
            "order": list(names).index(row["outcome"]),
        }
        for row in data.audits
    ]
    colours = alt.Scale(domain=list(names.values()), range=[colour for _, colour in OUTCOMES.values()])
    bars = _chart(rows).mark_bar()
    return _draw(
        bars.encode(
            x=alt.X("audits:Q", title="核对次数", axis=_count_axis(max(row["audits"] for row in rows))),
            y=alt.Y("rule:N", title=None, sort=None, axis=alt.Axis(labelLimit=400)),
            color=alt.Color("outcome:N", title="结果", scale=colours, legend=alt.Legend(orient="top")),
            order="order:Q",
        ).properties(width=WIDTH - 300, height=alt.Step(STEP))
    )


def draw_agencies(data: ChartData) -> str:
    """The number of reports of each agency."""
    bars = _chart(data.agencies).mark_bar(color=COLOURS["F21"])
    return _draw(
        bars.encode(
            x=alt.X("reports:Q", title="报告数", axis=_count_axis(max(row["reports"] for row in data.agencies))),
            y=alt.Y("agency:N", title=None, sort=None, axis=alt.Axis(labelLimit=260)),
        ).properties(width=WIDTH - 160, height=alt.Step(STEP))
    )


def _chart(rows: Sequence[Row]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(rows)))


def _form_colour() -> alt.Color:
    scale = alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
    return alt.Color("form:N", title="统计表格式", scale=scale, legend=alt.Legend(orient="top"))


def _count_axis(most: int) -> alt.Axis:
    """An axis of counts; small counts get one tick each, since Vega would put ticks at halves."""
    return alt.Axis(format="d", values=list(range(most + 1))) if most <= FEW else alt.Axis(format="d")


def _whole_years() -> alt.Axis:
    return alt.Axis(format="d", tickMinStep=1, grid=False)


def _draw(chart: alt.Chart | alt.LayerChart | alt.FacetChart) -> str:
    styled = chart.configure(font=FONT, background="transparent").configure_view(stroke=None)
    styled = styled.configure_axis(
        labelColor="currentColor", titleColor="currentColor", gridColor="#8883", domainColor="#888"
    )
    styled = styled.configure_legend(labelColor="currentColor", titleColor="currentColor", symbolOpacity=1)
    return show_values(vl_convert.vegalite_to_svg(styled.to_dict()))


def show_values(svg: str) -> str:
    """Adds titles to the marks of an SVG, so that their labels appear on hovering.

    >>> show_values('<path aria-label="2021: 3" d="M0"/>')
    '<path aria-label="2021: 3" d="M0"><title>2021: 3</title></path>'
    """
    return MARK_RE.sub(r'<path aria-label="\g<words>"\g<rest>><title>\g<words></title></path>', svg)
