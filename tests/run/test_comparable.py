"""Years are compared anew for the agencies that a change concerns, and the tables are those of a run from nothing."""

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.audits.year_on_year import find_year_facts
from pipeline.run.collect import collect_files
from pipeline.run.options import Options
from pipeline.run.run import run_files
from tests.htmltables import table
from tests.run.publishing import read_once
from tests.statutory import request_rows

ONCE = Options(read=read_once)
AGENCIES = ("水务局", "教育局", "民政局", "档案局", "统计局")
YEARS = range(2020, 2025)

PAGE = """<html><body><h1>青禾县{agency}{year}年政府信息公开工作年度报告</h1>
<p>一、收到和处理政府信息公开申请情况</p>{form}</body></html>"""


def write_page(raw: Path, agency: str, year: int, numbers: tuple[int, int, int], name: str | None = None) -> None:
    form = table(*request_rows(dict(zip(("received", "carried_in", "carried_out"), numbers, strict=True))))
    page = PAGE.format(agency=agency, year=year, form=form)
    (raw / f"{name or f'{agency}{year}'}.html").write_text(page, "utf-8")


def write_pages(folder: Path, agencies: Sequence[str]) -> Path:
    """A new folder with the reports of some agencies on five years each."""
    folder.mkdir()
    for index, agency in enumerate(agencies):
        for year in YEARS:
            write_page(folder, agency, year, (year % 7, index, 1))
    return folder


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Five agencies, each with the reports of five years."""
    return write_pages(tmp_path / "raw", AGENCIES)


def tables(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in out.glob("*.parquet")}


def is_as_from_nothing(raw: Path, out: Path) -> bool:
    fresh = out.with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    run_files(collect_files(raw), fresh, options=ONCE)
    return tables(fresh) == tables(out)


def correct(raw: Path) -> None:
    write_page(raw, "教育局", 2022, (9, 9, 9))


def say_another_year(raw: Path) -> None:
    """The report of a year is gone, and there are two of another."""
    write_page(raw, "教育局", 2023, (3, 3, 3), name="教育局2021")


def say_another_agency(raw: Path) -> None:
    write_page(raw, "民政局", 2022, (5, 5, 5), name="教育局2022")


def remove(raw: Path) -> None:
    (raw / "教育局2022.html").unlink()


def add_a_second(raw: Path) -> None:
    write_page(raw, "教育局", 2022, (8, 8, 8), name="又一份")


def add_a_year(raw: Path) -> None:
    write_page(raw, "教育局", 2019, (2, 2, 2))


# What happens, and the reports that are looked at for it: those of the years concerned, and those before these years,
# where there are both.
CHANGES: dict[Callable[[Path], None], set[tuple[str, int]]] = {
    correct: {("教育局", year) for year in (2021, 2022, 2023)},
    say_another_year: {("教育局", year) for year in (2022, 2023, 2024)},
    say_another_agency: {("民政局", year) for year in (2021, 2022, 2023)},
    remove: set(),
    add_a_second: {("教育局", year) for year in (2021, 2022, 2023)},
    add_a_year: {("教育局", year) for year in (2019, 2020)},
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_only_the_years_that_a_change_concerns_are_compared(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    out = tmp_path / "out"
    run_files(collect_files(raw), out, options=ONCE)
    change(raw)
    looked_at: set[tuple[str, int]] = set()

    def watch(document_id: str, said: object, *rest: object) -> object:
        looked_at.add((said.agency.removeprefix("unlisted:青禾县"), said.report_year))  # type: ignore[attr-defined]
        return find_year_facts(document_id, said, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.audits.find_year_facts", watch)
        run_files(collect_files(raw), out, options=ONCE)
    assert looked_at == CHANGES[change]
    assert is_as_from_nothing(raw, out)


def test_whatever_changes_the_rows_are_those_of_a_run_from_nothing(raw: Path, tmp_path: Path) -> None:
    out, chance = tmp_path / "out", random.Random(20)  # noqa: S311 - no secret
    for _ in range(8):
        for _ in range(chance.randrange(1, 5)):
            files = sorted(raw.iterdir())
            chosen = chance.choice(files)
            match chance.randrange(4):
                case 0:
                    chosen.unlink()
                case 1:
                    chosen.rename(raw / f"{chance.randrange(1000)}.html")
                case _:
                    numbers = (chance.randrange(4), chance.randrange(4), chance.randrange(4))
                    write_page(raw, chance.choice(AGENCIES), chance.choice(YEARS), numbers, name=chosen.stem)
        run_files(collect_files(raw), out, options=ONCE)
        assert is_as_from_nothing(raw, out)
