"""Lays out the charts as one page that needs no network and runs no script."""

from pathlib import Path

from jinja2 import Environment

from pipeline.provenance import VERSION
from pipeline.tables import new_file
from pipeline.views.charts.data import ChartData, Row
from pipeline.views.charts.draw import draw_agencies, draw_audits, draw_coverage, draw_measure, draw_years

PAGE = """\
<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>政府信息公开年度报告：图表</title>
<style>
:root { color-scheme: light dark; }
html { background: Canvas; color: CanvasText; }
body { font: 16px/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; margin: 0; }
main { max-width: 66rem; margin: auto; padding: 1rem; }
h2 { break-after: avoid; }
/* What is wider than the page scrolls, and a shadow at its edge says so. */
figure { margin: 0 0 3rem; overflow-x: auto; background:
  linear-gradient(to right, Canvas 2rem, transparent) left / 4rem 100% no-repeat local,
  linear-gradient(to left, Canvas 2rem, transparent) right / 4rem 100% no-repeat local,
  linear-gradient(to right, #8886, transparent) left / 1rem 100% no-repeat scroll,
  linear-gradient(to left, #8886, transparent) right / 1rem 100% no-repeat scroll; }
figcaption { position: sticky; left: 0; }
.touch { display: none; }
@media screen and (hover: none), screen and (max-width: 800px) { .hover { display: none; } .touch { display: inline; } }
figure svg { max-width: 100%; min-width: 44rem; height: auto; }
figure.wide svg { max-width: none; min-width: 0; }
/* What is hollow shows its value in its middle too. */
figure path[aria-label] { pointer-events: all; }
figcaption { font-size: .9rem; color: color-mix(in srgb, CanvasText 75%, Canvas); max-width: 54rem; }
@page { margin: 15mm; }
/* A chart that is taller than a page would leave its heading alone on the page before. */
@media print { .hover { display: none; } figure { break-inside: avoid; overflow: visible; background: none; margin: 0; }
  figure svg, figure.wide svg { max-width: 100%; min-width: 0; max-height: 21cm; } }
</style>
</head>
<body>
<main>
<h1>政府信息公开年度报告：图表</h1>
<p>共 {{ data.reports }} 份文件，其中政府信息公开年度报告 {{ data.disclosure }} 份。图中只有报告自己陈述的数字：{#- -#}
没有陈述的不补、不估；中位数只在同一代统计表格式之内连线，未识别格式的不连。{#- -#}
空心点的数字在报告自己的核对中不符（panel 表 disputed 列），照原样画出。{#- -#}
<span class="hover">鼠标停在图上可看数值。</span>{#- -#}
<span class="touch">较宽的图可以左右滑动；数值在 panel 表中。</span></p>
{% for section in sections %}
<section aria-labelledby="{{ section.anchor }}">
<h2 id="{{ section.anchor }}">{{ section.title }}</h2>
<figure{% if section.wide %} class="wide"{% endif %} tabindex="0">
{% if section.svg %}{{ section.svg | safe }}{% else %}<p>没有可画的数据。</p>{% endif %}
<figcaption>{{ section.caption }}</figcaption>
</figure>
</section>
{% endfor %}
<p><small>gongkai {{ version }}</small></p>
</main>
</body>
</html>
"""

MEASURES = {
    "requests": ("本年新收政府信息公开申请（件）", "d"),
    "grant_rate": ("予以公开率", "%"),
    "reviews_per_100": ("每百件申请的行政复议（件）", ".1f"),
}
# The last sentence quotes the codebook on breaks between the forms, in the language of the page.
CAPTIONS = {
    "requests": "每点一份报告，空心点为核对不符，线为中位数，虚线为统计表换代的年度。纵轴按对称对数，零也在内。"
    "2018 年及以前的表按申请渠道计，2019 年起的表按申请人计，不含上年结转。",
    "grant_rate": "（予以公开＋部分公开）÷ 办理结果总计；三者都有陈述且总计不为零的报告才有一点。"
    "2019 年起的表按办理结果计，不予处理的也在内；此前的表把已主动公开的另列一行。",
    "reviews_per_100": "行政复议 ÷ 新收申请 × 100；申请为零的报告没有比率，不画。"
    "2019 年起的表也计尚未审结的；此前的表没有说明只计信息公开案件，有的机关填了全部案件。",
}


def make_chart_page(data: ChartData) -> str:
    """Renders the page; a chart without data says so."""
    sections = [
        _section("years", "各年度报告数", draw_years(data) if data.years else "", "按报告年度和报告所印统计表的格式。"),
        *(_measure_section(name, data.measures[name]) for name in MEASURES),
        _section(
            "coverage", "指标覆盖", draw_coverage(data) if data.coverage else "", _coverage_caption(data), wide=True
        ),
        _section("audits", "核对不符", draw_audits(data) if data.audits else "", AUDITS),
        _section("agencies", "机构分布", draw_agencies(data) if data.agencies else "", "报告最多的三十个机构。"),
    ]
    template = Environment(autoescape=True).from_string(PAGE)
    return template.render(data=data, sections=sections, version=VERSION)


AUDITS = "至少一次不符的核对规则，代码见 docs/CODEBOOK.md。不符可能是报告印错，也可能是读错：见 audits 表的 detail。"


def _coverage_caption(data: ChartData) -> str:
    if data.coverage_of_years:
        return "每格为当年报告中陈述该指标的比例；统计表没有的指标只能来自正文。"
    return "每列一份报告，深色为报告陈述了该指标（统计表或正文）。"


def _measure_section(name: str, rows: tuple[Row, ...]) -> dict[str, object]:
    title, number_format = MEASURES[name]
    return _section(name, title, draw_measure(rows, title, number_format) if rows else "", CAPTIONS[name])


def _section(anchor: str, title: str, svg: str, caption: str, *, wide: bool = False) -> dict[str, object]:
    return {"anchor": anchor, "title": title, "svg": svg, "caption": caption, "wide": wide}


def write_chart_page(data: ChartData, file: Path) -> None:
    """Writes the page.

    Raises:
        OSError: if it cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with new_file(file) as part:
        part.write_text(make_chart_page(data), encoding="utf-8")
