"""Pages whose text a script puts in: it is read where the script holds it whole, and missed aloud where it does not."""

import json

import pytest

from pipeline.ingest.html import read_html
from pipeline.model import Report, Source
from pipeline.report import extract_source

TITLE = "柳溪县水务局2023年政府信息公开工作年度报告"
HEAD = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div id='app'></div>"
PROSE = (
    "<p>一、总体情况</p><p>全年主动公开政府信息41条，较上年增加6条，其中网站公开38条，公告栏公开3条。</p>"
    "<p>二、存在的问题</p><p>公开的内容还不够细，明年起逐项列出办理期限和联系方式，便于群众监督。</p>"
)
LINES = PROSE.replace("</p><p>", "\n").replace("<p>", "").replace("</p>", "")


def read(script: str) -> Report:
    outcome = extract_source(Source("a.html", f"{HEAD}<script>{script}</script></body></html>".encode()))
    assert isinstance(outcome, Report)
    return outcome


@pytest.mark.parametrize(
    "script",
    [
        f"var page = {json.dumps({'id': 7, 'content': PROSE})};",
        f"var page = {json.dumps({'data': {'list': [{'html': PROSE}]}}, ensure_ascii=False)};",
        f"document.getElementById('app').innerHTML = '{PROSE}';",
        f"let body = `{PROSE}`; show(body);",
        "var body = '" + PROSE.replace("<", "\\x3c").replace("/", "\\/") + "';",
        f"var page = {json.dumps({'text': LINES})};",
    ],
    ids=["json", "nested", "quoted", "backticks", "escaped", "text"],
)
def test_a_text_that_the_script_holds_whole_is_read(script: str) -> None:
    report = read(script)
    assert [figure.value for figure in report.figures] == [41, 6, 38, 3]
    assert [section.marker for section in report.sections if section.level == 1] == ["一、", "二、"]
    assert "scripted_report" not in {problem.code for problem in report.problems}


@pytest.mark.parametrize(
    "script",
    [
        "fetch('/api/article?id=7').then(show);",
        f"var body = '{PROSE}' + rest;",
        f"var body = start + '{PROSE}';",
        f"let body = `{PROSE.replace('41', '${count}')}`;",
    ],
    ids=["fetched", "added to", "added", "filled in"],
)
def test_a_text_that_is_not_whole_is_missed_aloud(script: str) -> None:
    report = read(script)
    assert not report.figures
    assert "scripted_report" in {problem.code for problem in report.problems}


def test_a_page_with_its_own_text_needs_no_script() -> None:
    page = read_html(f"{HEAD}{PROSE}<script>var other = '{PROSE.replace('41', '77')}';</script></body></html>")
    assert not page.problems
    assert not any("77" in block.text for block in page.blocks)


def test_a_text_in_several_parts_is_told_though_the_longest_is_read() -> None:
    other = (
        "<p>三、其他事项</p><p>制发规范性文件7件，均已在网站公开，并附有解读材料，另有2件正在修订，修订后一并公开。</p>"
    )
    report = read(f"var page = {json.dumps({'body': PROSE, 'tail': other})};")
    assert [figure.value for figure in report.figures] == [41, 6, 38, 3]
    assert "scripted_report" in {problem.code for problem in report.problems}
    again = read(f"var page = {json.dumps({'body': PROSE, 'about': LINES})};")
    assert "scripted_report" not in {problem.code for problem in again.problems}


def test_a_text_whose_markup_is_escaped_is_read_as_markup() -> None:
    escaped = PROSE.replace("<", "&lt;").replace(">", "&gt;")
    assert [figure.value for figure in read(f"var body = '{escaped}';").figures] == [41, 6, 38, 3]
