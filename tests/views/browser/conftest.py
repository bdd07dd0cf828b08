"""What the tests of the pages share."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.run.run import collect_files, run_files
from pipeline.views.charts.data import read_chart_data
from pipeline.views.charts.page import write_chart_page
from pipeline.views.review.site import write_site

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))


ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


# What a report may hold that would be more than text, were it not told apart: in our own words.
HOSTILE = (
    "<script>document.title='taken'</script>某局2016年政府信息公开工作年度报告\n"
    '一、概况"><img src=x onerror="document.title=1">\n'
    "全年公开信息553项,\u202e反向\u202c受理申请&lt;12件&gt;,</script><!--\x07\n"
    "二、𠮷事\n𠮷田申请38件，办结37件。\n"
)


@pytest.fixture(scope="module")
def site(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the specimens and of a hostile report."""
    folder = tmp_path_factory.mktemp("review")
    reports = folder / "raw"
    reports.mkdir()
    for file in raw.iterdir():
        (reports / file.name).write_bytes(file.read_bytes())
    (reports / "hostile<b>.txt").write_text(HOSTILE, "utf-8")
    run_files(collect_files(reports), folder / "out")
    write_site(folder / "out", folder / "site")
    write_chart_page(read_chart_data(folder / "out"), folder / "site" / "charts.html")
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip("there is no browser; make browser installs one")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of an empty profile; whatever its console or its policy complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def page_of(site: Path, words: str) -> str:
    """The address of the report whose text has these words."""
    (found,) = (file for file in (site / "pages").iterdir() if words in file.read_text("utf-8"))
    return found.as_uri()


SHENYANG = "specimen_shenyang_2016.txt"


FORM = "specimen_2023_form.html"
