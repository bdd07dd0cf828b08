"""Every rule holds on its own examples, and every problem has a line that says what it means."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regex
from pydantic import ValidationError

from pipeline.rulebook.problems import ProblemRules, severity_of

PACKAGE = Path(__file__).parents[2] / "pipeline"
RULE_FILES = sorted((PACKAGE / "rules").glob("*.toml"))
MODULES = sorted(PACKAGE.rglob("*.py"))


def patterns(value: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of a rule file that has a pattern, with its place."""
    if isinstance(value, dict):
        if "pattern" in value:
            yield f"{path} {value.get('name', '')}".strip(), value
        for key, inner in value.items():
            yield from patterns(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from patterns(inner, path)


PATTERNS = [found for file in RULE_FILES for found in patterns(tomllib.loads(file.read_text("utf-8")), file.stem)]


def test_there_are_rules() -> None:
    assert len(RULE_FILES) > 1
    assert PATTERNS


@pytest.mark.parametrize("rule", [rule for _, rule in PATTERNS], ids=[path for path, _ in PATTERNS])
def test_a_pattern_matches_its_yes_and_not_its_no(rule: dict[str, Any]) -> None:
    assert rule["yes"]
    assert rule["no"]
    pattern = regex.compile(rule["pattern"], regex.VERBOSE)
    assert [text for text in rule["yes"] if not pattern.search(text)] == []
    assert [text for text in rule["no"] if pattern.search(text)] == []


@pytest.mark.parametrize("file", RULE_FILES, ids=lambda file: file.stem)
def test_a_rule_file_is_read_and_begins_with_its_grammar(file: Path) -> None:
    assert any(f'"{file.stem}"' in module.read_text("utf-8") for module in MODULES)
    assert file.read_text("utf-8").startswith("# ")


def test_a_problem_without_a_line_is_a_bug() -> None:
    with pytest.raises(KeyError):
        severity_of("no_such_problem")


def test_a_code_that_is_claimed_twice_is_refused() -> None:
    line: dict[str, object] = {"code": "gap", "severity": "info", "meaning": "A gap", "remedy": "None"}
    line |= {"zh": {"name": "缺号", "meaning": "缺号", "remedy": "无"}, "message": {"en": "A gap", "zh": "缺号"}}
    words: dict[str, object] = {"words": {}, "system": {}}
    ProblemRules.model_validate({"problems": [line], **words})
    with pytest.raises(ValidationError, match="claimed twice: gap"):
        ProblemRules.model_validate({"problems": [line, line], **words})


def test_a_code_that_says_nothing_is_refused() -> None:
    line: dict[str, object] = {"code": "gap", "severity": "info", "meaning": "A gap", "remedy": "None"}
    line |= {"zh": {"name": "缺号", "meaning": "缺号", "remedy": "无"}}
    with pytest.raises(ValidationError, match="code gap says nothing"):
        ProblemRules.model_validate({"problems": [line], "words": {}, "system": {}})
