"""A file of several reports is cut into them, and only where it is sure where each begins."""

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO

import docx
import pytest

from pipeline.model import Origin, Report, Source
from pipeline.report import extract_reports, extract_source
from tests.statutory import REQUESTS

NAMES = ("水务", "教育", "财政")
BODY = (
    "一、总体情况\n{year}年，我局主动公开政府信息{n}条，内容涉及工程建设、资金使用、人事任免和办事指南等方面。\n"
    "二、收到和处理政府信息公开申请情况\n全年收到政府信息公开申请{m}件，均已按时答复申请人，没有收取费用。\n"
    "三、存在的问题\n公开的形式还不够丰富。\n四、改进情况\n将在今后的工作中改进。\n五、其他\n没有其他事项。\n某县{name}局\n{after}年1月{day}日\n"
)


def title(name: str, year: int = 2022) -> str:
    return f"某县{name}局{year}年政府信息公开工作年度报告"


def body(name: str, year: int = 2022) -> str:
    n = NAMES.index(name) + 11 if name in NAMES else 9
    return BODY.format(year=year, after=year + 1, n=n, m=n - 4, name=name, day=n)


def report(name: str, year: int = 2022) -> str:
    return f"{title(name, year)}\n{body(name, year)}"


def read(text: str, name: str = "a.txt") -> list[Report]:
    found = extract_reports(Source(name, text.encode()))
    assert isinstance(found, tuple)
    return list(found)


def told(found: Sequence[Report]) -> set[str]:
    return {problem.code for one in found for problem in one.problems}


def as_html(text: str) -> bytes:
    lines = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<html><head><title>某县各部门年度报告汇编</title></head><body>{lines}</body></html>".encode()


def as_docx(text: str) -> bytes:
    made, out = docx.Document(), BytesIO()
    for line in text.splitlines():
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


VOLUME = "".join(map(report, NAMES))
FORMS: dict[str, Callable[[str], bytes]] = {
    "a.txt": str.encode,
    "a.html": as_html,
    "a.docx": as_docx,
    "a.md": str.encode,
}


@pytest.mark.parametrize("name", FORMS)
def test_each_report_of_a_volume_is_read_as_if_it_were_a_file_of_its_own(name: str) -> None:
    found = extract_reports(Source(name, FORMS[name](VOLUME)))
    assert isinstance(found, tuple)
    assert [one.source for one in found] == [f"{name}#{number}" for number in (1, 2, 3)]
    assert [(one.origin.container, one.origin.member) for one in found] == [(name, str(n)) for n in (1, 2, 3)]
    for one, department in zip(found, NAMES, strict=True):
        alone = extract_source(Source(name, FORMS[name](report(department))))
        assert isinstance(alone, Report)
        for field in ("text", "metadata", "sections", "figures", "cells", "indicators", "audits", "citations"):
            assert getattr(one, field) == getattr(alone, field), field
        assert {problem.code for problem in one.problems} == {problem.code for problem in alone.problems}


def test_ids_are_of_the_file_and_the_number_and_stand_beside_each_other() -> None:
    found = read(VOLUME)
    whole = extract_source(Source("a.txt", VOLUME.encode()))
    assert isinstance(whole, Report)
    assert [one.document_id for one in found] == [f"{whole.document_id[:12]}000{n}" for n in (1, 2, 3)]
    assert {one.sha256 for one in found} == {whole.sha256}
    assert [one.document_id for one in read(VOLUME)] == [one.document_id for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "".join(report("水务", year) for year in (2020, 2021, 2022)),
        "".join(f"某县{name}局\n2022年政府信息公开工作年度报告\n{body(name)}" for name in NAMES),
        "".join(f"{title(name)}\n根据有关规定，编制本报告。报告所列数据的期限为全年。\n{body(name)}" for name in NAMES),
        f"某县2022年政府信息公开年度报告汇编\n目录\n{''.join(f'{title(name)}{chr(10)}' for name in NAMES)}{VOLUME}",
        f"某县2022年政府信息公开工作年度报告\n{VOLUME}",
        "".join(f"{title(name)}\n{title(name)}\n{body(name)}" for name in NAMES),
        "".join(report(name).replace("二、收到", f"{title(name)}\n二、收到") for name in NAMES),
        VOLUME.replace("2022年政府", "二〇二二年政府"),
        f"某县2020—2022年政府信息公开年度报告汇编\n{VOLUME}",
        "".join(f"{year}年政府信息公开工作年度报告\n{body('水务', year)}" for year in (2020, 2021, 2022)),
        "".join(report(name).replace("三、", f"{REQUESTS['received']}\n3\n三、") for name in NAMES),
    ],
    ids=[
        *("years", "two lines", "preambles", "contents", "title of all", "twice", "running heads", "ideographs"),
        *("cover of years", "signed, without whose it is", "rows of a form that are numbered"),
    ],
)
def test_volumes_as_people_bind_them_are_cut(text: str) -> None:
    found = read(text)
    assert len(found) == 3
    assert len({(one.metadata.agency, one.metadata.report_year) for one in found}) == 3
    assert all("某县" in (one.metadata.agency or "") for one in found)


def glue(text: str) -> str:
    """A report whose headings lost their line ends, and kept their indent."""
    head, _, rest = text.partition("\n")
    return f"{head}\n" + rest.strip().replace("\n", "\u3000\u3000") + "\n"


@pytest.mark.parametrize("glued", [(0,), (1,), (2,), (0, 1, 2)])
@pytest.mark.parametrize("form", ["a.docx", "a.txt"])
def test_headings_within_a_paragraph_are_headings(form: str, glued: Sequence[int]) -> None:
    text = "".join(glue(report(name)) if n in glued else report(name) for n, name in enumerate(NAMES))
    found = extract_reports(Source(form, FORMS[form](text)))
    assert isinstance(found, tuple)
    assert [one.metadata.agency for one in found] == [f"某县{name}局" for name in NAMES]


PAGE = {year: glue(report("水务", year)).replace("\n", " ") for year in (2020, 2021)}


@pytest.mark.parametrize(
    "text",
    [
        "".join(
            f"{year}年政府信息公开工作年度报告\n{body('水务', year).partition('某县')[0]}" for year in (2020, 2021)
        ),
        "".join(f"首页 年报 {title('水务', year)} 来源：某县水务局 {PAGE[year]}\n" for year in (2020, 2021)),
    ],
    ids=["not signed, without whose it is", "within the words of pages"],
)
def test_reports_that_cannot_be_cut_are_told(text: str) -> None:
    found = read(text)
    assert len(found) == 1
    assert "several_reports" in told(found)


def test_of_paragraphs_with_the_style_of_titles_the_first_is_the_title() -> None:
    made, out = docx.Document(), BytesIO()
    for number, line in enumerate(
        ["某县水务局2022年政府", "信息公开工作年度报告", "我局的工作。", "某县教育局2022年年度报告", "我局的工作。"]
    ):
        made.add_paragraph(line, style="Title" if number in {0, 1, 3} else None)
    made.save(out)
    [found] = extract_reports(Source("a.docx", out.getvalue()))  # type: ignore[misc]
    assert found.metadata.title == "某县水务局2022年政府信息公开工作年度报告"


LISTED = "".join(f"{title(name)}\n" for name in NAMES)


@pytest.mark.parametrize(
    "text",
    [
        report("水务"),
        f"{LISTED}{report('水务')}",
        f"某县公开的年度报告\n{LISTED}",
        "".join(f"{title(name)}\n一、总体情况……\n" for name in NAMES),
        "".join(f"{title(name)}\n一、总体情况\n2022年，我局主动公开……\n" for name in NAMES),
        report("水务") + f"附件1\n{report('教育')}",
        report("水务") + "附件\n一、名词解释\n政府信息是指行政机关制作的信息。\n二、口径\n按条计。\n",
        report("水务").replace("三、", f"{title('水务', 2021)}\n三、"),
        report("水务") * 2,
        report("水务") + "某县教育局政府信息公开工作年度报告\n" + body("教育"),
        report("水务") + "2022年政府信息公开工作年度报告\n" + body("教育"),
        report("水务") + body("教育") + report("财政"),
        report("水务") + f"{title('教育')}\n我局全年没有收到申请，也没有需要说明的事项。\n" + report("财政"),
        f"{title('林业')}\n{title('农业')}\n{VOLUME}",
        f"{title('水务')} {title('教育')}\n" + body("水务") + body("教育"),
        report("水务").replace("公开的形式", f"参照《{title('教育')}》一、的写法，公开的形式"),
    ],
    ids=[
        *("one", "list of links above one", "list", "excerpts", "short excerpts", "annex that is a report", "annex"),
        *("last year's title", "twice the same", "no year", "no agency", "no title in the middle"),
        *("one without headings", "two of the contents are missing", "two titles in a line", "quoted"),
    ],
)
def test_what_is_not_surely_several_reports_stays_one_document(text: str) -> None:
    found = read(text)
    assert [one.source for one in found] == ["a.txt"]
    assert found[0].text.text.startswith(text.partition("\n")[0].split()[0])


def test_where_it_is_in_doubt_the_file_is_told_as_several_as_ever() -> None:
    found = read(report("水务") + f"附件1\n{report('教育')}")
    assert "several_reports" in told(found)
    assert "several_reports" not in told(read(VOLUME))


def test_what_stands_before_the_first_report_is_told_where_it_says_something() -> None:
    foreword = "前言\n本汇编收录全县各部门的年度报告。\n"
    found = read(f"{foreword}{VOLUME}")
    assert len(found) == 3
    assert [problem.code for problem in found[0].problems if problem.code == "outside_reports"] == ["outside_reports"]
    assert "outside_reports" not in told(read(f"目录\n{VOLUME}"))
    contents = "".join(f"{title(name)}……{number}\n" for number, name in enumerate(NAMES))
    assert "outside_reports" in told(read(f"某县年报汇编\n目录\n{contents}{VOLUME}"))


def test_a_container_or_a_list_says_of_each_report_when_it_was_published_and_not_whose_it_is() -> None:
    facts = (("published", "2023-02-01"), ("title", "汇编"), ("issuer", "某县人民政府"), ("url", "http://a.cn/1"))
    said = (("agency", "某县人民政府"), ("report_year", "2019"), ("note", "扫描不清"))
    found = extract_reports(Source("a.html", FORMS["a.html"](VOLUME), Origin(None, None, None, facts, said)))
    assert isinstance(found, tuple)
    assert {one.metadata.published for one in found} == {date(2023, 2, 1)}
    assert [one.metadata.title for one in found] == [title(name) for name in NAMES]
    assert {one.metadata.note for one in found} == {"扫描不清"}
    assert "list_differs" not in told(found)


def test_a_text_of_many_titles_is_bounded() -> None:
    many = "".join(f"某县第{n}局2022年政府信息公开工作年度报告\n一、概述\n二、申请\n" for n in range(3000))
    assert len(read(many[:60_000])) == 1


def test_reports_numbered_from_a_bracket_on_are_parted_too() -> None:
    bracketed = VOLUME.replace("一、", "（一）").replace("二、", "（二）")
    assert "一、" not in bracketed
    assert [(each.source, each.metadata.report_year) for each in read(bracketed)] == [
        (each.source, each.metadata.report_year) for each in read(VOLUME)
    ]
    # where 一、 is outermost, （一） opens no report
    assert len(read(report("水务") + "（一）另有\n（一）再有\n")) == 1
