"""Every rule holds on its own examples, and every problem has a line that says what it means."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regex
from pydantic import ValidationError

from pipeline.rulebook.problems import ProblemRules, problem_rules, severity_of

PACKAGE = Path(__file__).parents[2] / "pipeline"
RULE_FILES = sorted((PACKAGE / "rules").glob("*.toml"))
MODULES = sorted(PACKAGE.rglob("*.py"))


def patterns(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of a rule file that has a pattern, with its place."""
    if isinstance(value, dict):
        if "pattern" in value:
            yield f"{place} {value.get('name', '')}".strip(), value
        for key, inner in value.items():
            yield from patterns(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from patterns(inner, place)


PATTERNS = [found for file in RULE_FILES for found in patterns(tomllib.loads(file.read_text("utf-8")), file.stem)]


def test_there_are_rules() -> None:
    assert len(RULE_FILES) > 1
    assert PATTERNS


@pytest.mark.parametrize("rule", [rule for _, rule in PATTERNS], ids=[place for place, _ in PATTERNS])
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


def codes_of(module: Path) -> Iterator[str]:
    """The codes of the problems that a module makes: every string in the first argument of ``Problem(…)``."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
            code = next((keyword.value for keyword in node.keywords if keyword.arg == "code"), None) or node.args[0]
            yield from (str(part.value) for part in ast.walk(code) if isinstance(part, ast.Constant))


def test_every_problem_in_the_code_has_its_line() -> None:
    used = {code: module.name for module in MODULES for code in codes_of(module)}
    assert used
    assert {code: where for code, where in used.items() if code not in {rule.code for rule in problem_rules()}} == {}


def test_every_line_is_of_a_problem_in_the_code() -> None:
    code = "".join(module.read_text("utf-8") for module in MODULES)
    assert [rule.code for rule in problem_rules() if f'"{rule.code}"' not in code] == []


def test_a_problem_without_a_line_is_a_bug() -> None:
    with pytest.raises(KeyError):
        severity_of("no_such_problem")


def test_a_code_that_is_claimed_twice_is_refused() -> None:
    line: dict[str, object] = {"code": "gap", "severity": "info", "meaning": "A gap", "remedy": "None"}
    line |= {"zh": {"name": "缺号", "meaning": "缺号", "remedy": "无"}}
    ProblemRules.model_validate({"problems": [line]})
    with pytest.raises(ValidationError, match="claimed twice: gap"):
        ProblemRules.model_validate({"problems": [line, line]})
