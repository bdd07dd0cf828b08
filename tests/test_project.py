"""What surrounds the code says the same as the code: versions, links, what a forge runs, licences."""

import re
import sys
import tomllib
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest

from pipeline.provenance import VERSION

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LINK_RE = re.compile(r"\]\(([^)#\s]+)[^)\s]*\)")

# What may stand beside MIT code in what users install. The MPL binds changes of the library itself, not its users.
LICENCES = re.compile(r"\b(?:MIT|BSD|0BSD|Apache|ISC|MPL|Mozilla Public|PSF|Unlicense|Zlib)\b", re.IGNORECASE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_within_the_project_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK_RE.findall(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_where_a_new_thing_goes_is_said_once_for_all_and_its_files_exist() -> None:
    """Newcomers look in either page; each row names the files that a change goes into."""
    tables = [
        re.search(r"^\| new \|.*\n(?:\|.*\n)+", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        for name in ("CONTRIBUTING.md", "docs/ARCHITECTURE.md")
    ]
    assert tables[0]
    assert tables[1]
    assert tables[0][0] == tables[1][0]
    rows = tables[0][0].splitlines()[2:]
    assert len(rows) >= 10
    for row in rows:
        named = re.findall(r"`((?:pipeline|tests|data)/[\w./]+)`", row)
        assert any(name.startswith(("tests/", "data/")) for name in named), row
        assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_citation_names_the_version() -> None:
    said = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    assert said
    assert said[1] == VERSION


def test_a_forge_runs_what_ci_runs_on_every_python_that_is_supported() -> None:
    workflow = (ROOT / ".github" / "workflows" / "check.yml").read_text("utf-8")
    steps = set(re.findall(r"^\s*(?:- run: )?(make \w+)", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE))
    assert steps == {"make browser", "make check", "make test"}
    assert steps <= set(re.findall(r"run: (make \w+)", workflow))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    assert f'"{oldest}"' in workflow


def test_the_hooks_call_programs_that_the_environment_has() -> None:
    called = re.findall(r"entry: \.venv/bin/(\S+)", (ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert len(called) >= 4
    assert [name for name in called if not (Path(sys.executable).parent / name).exists()] == []


def test_what_users_install_may_stand_beside_mit_code() -> None:
    locked = re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / "run.txt").read_text("utf-8"), re.MULTILINE)
    installed = {_key(one.metadata["Name"]): one for one in distributions()}
    known = {name: _licence(installed[_key(name)]) for name in locked if _key(name) in installed}
    assert len(known) > 20
    assert {name: words for name, words in known.items() if not LICENCES.search(words) or "GPL" in words} == {}


def test_the_changelog_opens_with_what_is_not_released_yet() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert headings[1:2] in ([], [VERSION])


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(one: Distribution) -> str:
    """What a distribution says of its licence: the expression, the classifiers, or the first line of the field."""
    expression, classifiers, licence = (
        one.metadata.get_all(key) or [] for key in ("License-Expression", "Classifier", "License")
    )
    return " ".join(
        [*expression, *(line for line in classifiers if line.startswith("License")), *(text[:80] for text in licence)]
    )
