"""Where people look at a report, what is printed and what was judged stand side by side."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from pipeline.annotations.file import write_verdicts
from pipeline.cli.main import app
from pipeline.run.collect import collect_files
from pipeline.run.run import run_files
from pipeline.views.diff import diff_outputs, show_revisions
from pipeline.views.review import write_site
from tests.annotations.test_corrected import PROSE, judge, on_indicator, read


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text(PROSE, "utf-8")
    return folder


@pytest.fixture
def kept(tmp_path: Path, raw: Path) -> Path:
    """A verdict on a figure, one on an indicator without a number, and one that fits nothing."""
    rows = read(PROSE)
    run_files(collect_files(raw), tmp_path / "plain")
    document = json.loads(CliRunner().invoke(app, ["explain", str(raw / "a.txt"), "--json"]).stdout)["documents"][0]
    said = [judge(rows, "12件", value=21), on_indicator(rows, "reviews", value=0)]
    said.append(on_indicator(rows, "disclosed", "right", 7))
    file = tmp_path / "verdicts.csv"
    content = write_verdicts(replace(one, document_id=document["document_id"]) for one in said)
    file.write_text(content, "utf-8", newline="")
    return file


def test_explain_tells_both_numbers_and_who_judged(raw: Path, kept: Path) -> None:
    plain = CliRunner().invoke(app, ["explain", str(raw / "a.txt")]).stdout
    said = CliRunner().invoke(app, ["explain", str(raw / "a.txt"), "--verdicts", str(kept)]).stdout
    assert "verdicts" not in plain
    part = said.split("── verdicts ──\n")[1].split("\n\n")[0].splitlines()
    assert part[0].startswith("  requests                  12 → 21 (li, 2026-01-31T09:30:00Z, figure:")
    assert part[1].startswith("  reviews                   nothing → 0 (li, 2026-01-31T09:30:00Z, indicator:reviews)")
    assert "it was about another number" in part[2]
    rows = json.loads(
        CliRunner().invoke(app, ["explain", str(raw / "a.txt"), "--json", "--verdicts", str(kept)]).stdout
    )
    assert [row["value"] for row in rows["indicators"] if row["witness"] == "verdict"] == [21.0, 0.0]


def test_a_file_of_verdicts_that_is_none_is_refused(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("a,b\n", "utf-8")
    for file in ("none.csv", "gone.csv"):
        ended = CliRunner().invoke(app, ["explain", str(raw / "a.txt"), "--verdicts", str(tmp_path / file)])
        assert ended.exit_code == 2
        assert file in ended.stderr


def test_diff_shows_what_became_of_the_panel(raw: Path, kept: Path, tmp_path: Path) -> None:
    run_files(collect_files(raw), tmp_path / "judged", verdicts=kept)
    revisions = list(diff_outputs(tmp_path / "plain", tmp_path / "judged"))
    corrected = {one["column"]: (one["old"], one["new"]) for one in revisions if one["table"] == "panel_corrected"}
    assert corrected == {"requests": ("12", "21"), "reviews": (None, "0")}
    assert not [one for one in revisions if one["table"] == "panel"]
    assert any("panel_corrected" in line and "requests 12 → 21" in line for line in show_revisions(revisions))


def test_a_review_page_shows_both_numbers(raw: Path, kept: Path, tmp_path: Path) -> None:
    run_files(collect_files(raw), tmp_path / "judged", verdicts=kept)
    write_site(tmp_path / "judged", tmp_path / "site")
    write_site(tmp_path / "plain", tmp_path / "plain site")
    (page,) = (tmp_path / "site" / "pages").glob("*.html")
    (plain,) = (tmp_path / "plain site" / "pages").glob("*.html")
    assert "判定的指标" not in plain.read_text("utf-8")
    assert "印作 12，判定后 21（li，2026-01-31T09:30:00Z）" in page.read_text("utf-8")
    assert "印作 –，判定后 0" in page.read_text("utf-8")
