"""The review pages in Debian's Chromium: what an analyst does with them, by pointer and by keyboard.

``make browser`` installs what is driven here; without it these tests are skipped.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.views.browser.conftest import FORM, SHENYANG, page_of

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


def test_search_and_filters(page: Any, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    rows = page.locator("#reports tbody tr")
    assert rows.count() == 6
    page.fill("#q", "shenyang 2016")
    assert rows.count() == 1
    assert page.inner_text("#count") == "1 / 6 份"
    page.click("#filters [type=reset]")
    page.wait_for_function("document.querySelectorAll('#reports tbody tr').length === 6")
    page.select_option("#form", "F21")
    assert rows.count() == 1
    page.reload()  # the address holds what was asked
    assert rows.count() == 1
    page.select_option("#form", "")
    assert page.locator("#problem option[value=numbering_gap]").inner_text().startswith("编号跳号 numbering_gap (")
    page.select_option("#problem", "numbering_gap")
    assert 0 < rows.count() < 6
    page.select_option("#problem", "")
    for outcome in page.locator("#audit option").evaluate_all("all => all.map(one => one.value).filter(Boolean)"):
        page.select_option("#audit", outcome)
        assert 0 < rows.count() <= 6


def test_columns_sort_both_ways(page: Any, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    head = page.locator("th[data-key=figures]")
    for direction in ("ascending", "descending"):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == direction
        numbers = [int(words) for words in page.locator("#reports tbody td:nth-child(5)").all_inner_texts()]
        assert numbers == sorted(numbers, reverse=direction == "descending")


def test_words_sort_by_pinyin_and_what_is_unknown_comes_last(page: Any, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    known = ["柳溪县人民政府办公室", "柳溪县住房和城乡建设局", "南泠市水务局", "青禾县水务局", "沈阳市政务服务办"]
    cells = page.locator("#reports tbody td:nth-child(2)")
    assert cells.all_inner_texts() == [*known, ""]
    page.click("th[data-key=agency] button")
    page.click("th[data-key=agency] button")
    assert cells.all_inner_texts() == [*reversed(known), ""]


def test_a_click_on_either_side_finds_the_other(page: Any, site: Path) -> None:
    page.goto(page_of(site, SHENYANG))
    page.locator("article a.figure").nth(3).click()
    figure_id = page.locator("article a.figure").nth(3).get_attribute("data-f").split()[0]
    assert "current" in page.locator(f"#r{figure_id}").get_attribute("class")
    playwright.expect(page).to_have_url(re.compile(f"#f{figure_id}$"))
    assert page.locator("#said").inner_text().strip()
    page.locator("#figures tbody tr").nth(7).click()
    assert "current" in page.locator("article [data-f~='7']").first.get_attribute("class")
    playwright.expect(page.locator("article [data-f~='7']").first).to_be_in_viewport()


def test_what_is_selected_can_be_left_and_selected_again(page: Any, site: Path) -> None:
    page.goto(page_of(site, SHENYANG))
    for is_key in (False, True):
        page.locator("article a.figure").nth(3).click()
        page.mouse.move(0, 0)
        assert page.locator("#judge").is_visible()
        assert page.locator(".current").count() == 2
        if is_key:
            page.keyboard.press("Escape")
        else:
            page.click("#shut")
        assert page.locator("#judge").is_hidden()
        assert page.locator(".current").count() == 0
        assert page.locator("#said").inner_text() == ""
        assert page.url.endswith("#")
    page.locator("article a.figure").nth(3).click()
    page.evaluate(  # words that are no figure, while the address still names the figure
        "() => getSelection().setBaseAndExtent(document.querySelector('article p').firstChild, 0, "
        "document.querySelector('article p').firstChild, 2)"
    )
    playwright.expect(page.locator("#said")).to_contain_text("漏掉")
    page.evaluate("() => getSelection().removeAllRanges()")
    page.locator("article a.figure").nth(3).click()
    playwright.expect(page.locator("#said")).not_to_contain_text("漏掉")


def test_a_link_to_a_figure_or_a_cell_selects_it(page: Any, site: Path) -> None:
    page.goto(page_of(site, FORM) + "#c57")
    assert "current" in page.locator("#c57").get_attribute("class")
    assert "grid" in page.locator("#said").inner_text()
    page.goto(page_of(site, SHENYANG) + "#f12")
    assert "current" in page.locator("#r12").get_attribute("class")


def test_what_is_under_the_pointer_is_told(page: Any, site: Path) -> None:
    page.goto(page_of(site, SHENYANG))
    page.locator("article a.figure").first.hover()
    told = page.locator("#tip").inner_text()
    for term in ("value", "measure", "kind", "period", "rule"):
        assert term in told


def test_the_keyboard_moves(page: Any, site: Path) -> None:
    page.goto(page_of(site, SHENYANG))
    page.keyboard.press("j")
    playwright.expect(page).to_have_url(re.compile("#f0$"))
    page.keyboard.press("j")
    playwright.expect(page).to_have_url(re.compile("#f1$"))
    page.keyboard.press("k")
    playwright.expect(page).to_have_url(re.compile("#f0$"))
    page.keyboard.press("p")
    playwright.expect(page).to_have_url(re.compile("#p0"))
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    here = page.url.partition("#")[0]
    page.goto((site / "index.html").as_uri())
    found = page.locator("#reports tbody a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    links = [f"{site.as_uri()}/{link}" for link in found]
    page.goto(links[0])
    page.keyboard.press("n")
    page.wait_for_url(links[1])
    page.keyboard.press("b")
    page.wait_for_url(links[0])
    assert here in links
