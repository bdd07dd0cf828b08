"""Every message that the code makes has its text in both languages, with just the fields that it is given."""

import ast
import pickle
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pydantic import ValidationError

from pipeline.i18n.errors import MessageError
from pipeline.i18n.messages import LANGUAGES, Language, Message, Value, as_reason, messages, texts, write
from pipeline.i18n.stored import from_json, to_json
from pipeline.ingest.html.bounds import Excess
from pipeline.ingest.ole import _KINDS as OF_STREAMS
from pipeline.ingest.signatures import _OTHERS as OF_MEMBERS
from pipeline.model import Problem
from pipeline.rulebook.audits import all_audits, audit_rules
from pipeline.rulebook.forms import form_rules
from pipeline.rulebook.indicators import indicator_rules
from pipeline.rulebook.problems import Wording, problem_rules

PIPELINE = Path(__file__).parents[2] / "pipeline"
CHINESE_RE = re.compile(r"[一-鿿]")
# Words of a text, and no signs between its values.
WORDS_RE = re.compile(r"[A-Za-z]{3,}")
AUDITS = {rule.code for rule in all_audits()}
KINDS = {*OF_STREAMS.values(), *OF_MEMBERS.values(), "office_unknown"} - {"doc", "encrypted"}
# Where the key is no literal: what it may be there.
COMPUTED: Mapping[str, set[str]] = {
    "code": AUDITS,
    "f'indicator.{stated.indicator}'": {f"indicator.{rule.code}" for rule in indicator_rules().indicators},
    "f'indicator.{prose.indicator}'": {f"indicator.{rule.code}" for rule in indicator_rules().indicators},
    "f'indicator.{level.indicator}'": {f"indicator.{rule.code}" for rule in indicator_rules().indicators},
    "f'table_{cell.table}'": {f"table_{table.table}" for table in form_rules().tables if table.table != "local"},
    "stale.code": {"stale_verdict", "disputed_verdict"},
    "excess.value": {one.value for one in Excess if one is not Excess.TAGS},
    "kind": KINDS,
    "_key_of(error, words)": {key for key in texts() if key.startswith("damaged_")},
}
# These hand on a message as a whole, or make one of what the system says.
HANDED_ON = {"message.key", "str(stated['key'])", "key"}


class Made(NamedTuple):
    """A message that the code makes: where, under which keys, with which fields."""

    where: str
    keys: frozenset[str]
    fields: frozenset[str]


@cache
def made() -> tuple[Made, ...]:
    return tuple(one for module in sorted(PIPELINE.rglob("*.py")) for one in find_made(module))


def find_made(module: Path) -> Iterator[Made]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id in {"Message", "Problem"} and node.args and ast.unparse(node.args[0]) not in HANDED_ON:
            where = f"{module.relative_to(PIPELINE)}:{node.lineno}"
            yield Made(where, frozenset(keys_of(node.args[0])), frozenset(str(word.arg) for word in node.keywords))


def keys_of(key: ast.expr) -> set[str]:
    if isinstance(key, ast.Constant):
        return {str(key.value)}
    if isinstance(key, ast.IfExp):
        return keys_of(key.body) | keys_of(key.orelse)
    return COMPUTED[ast.unparse(key)]


def fields_of(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_every_message_of_the_code_has_its_text_and_just_its_fields() -> None:
    assert len(made()) > 200
    unknown = {one.where: sorted(one.keys - texts().keys()) for one in made() if one.keys - texts().keys()}
    assert unknown == {}
    for one in made():
        for key in one.keys:
            wanted = fields_of(texts()[key]["en"])
            if one.keys == AUDITS:  # not every audit has a name for its line
                assert wanted <= one.fields, (one.where, key)
            else:
                assert wanted == one.fields, (one.where, key)


def test_every_text_is_said_somewhere() -> None:
    said = {key for one in made() for key in one.keys}
    read = tomllib.loads((PIPELINE / "rules" / "problems.toml").read_text("utf-8"))
    by_the_system = read["system"].keys() | {"folder", "linked_folder", "endless", "of_the_system"}
    by_the_system |= {"no_such_name", "called_so"}
    assert texts().keys() - messages().keys() - said - by_the_system == set()


@pytest.mark.parametrize("key", [key for key in texts() if key not in messages()])
def test_a_text_says_the_same_in_both_languages(key: str) -> None:
    text = texts()[key]
    assert tuple(text) == LANGUAGES
    assert fields_of(text["en"]) == fields_of(text["zh"])
    bare = {language: re.sub(r"\{\w+\}", "", words) for language, words in text.items()}
    assert CHINESE_RE.search(bare["zh"]) or not WORDS_RE.search(bare["en"])
    assert not CHINESE_RE.search(re.sub("《.*?》", "", text["en"]))
    values: dict[str, Value] = {name: f"{{7{name}}}" for name in fields_of(text["en"])}
    for language in LANGUAGES:
        assert write(Message(key, **values), language) == text[language].format(**values)


def test_no_key_is_claimed_twice() -> None:
    problems, audits = (tomllib.loads((PIPELINE / "rules" / f"{name}.toml").read_text("utf-8")) for name in FILES)
    rules = (*problem_rules(), *all_audits())
    own = [rule.code for rule in rules if getattr(rule, "message", None)]
    further = [f"{rule.code}.{name}" for rule in problem_rules() for name in rule.messages]
    keys = [*messages(), *problems["system"], *problems["words"], *audits["words"], *own, *further]
    assert len(keys) == len(set(keys)) == len(texts()) - len(indicator_rules().indicators)
    assert audit_rules().words.keys() == audits["words"].keys()


FILES = ("problems", "audits")


def test_values_are_written_in_one_way() -> None:
    def shown(value: Value, language: Language = "en") -> str:
        return write(Message("crashed.bug", error=value), language)

    day, number = date(2024, 1, 31), Decimal("1.50E+3")
    assert shown((day, number, 7, 2.5)) == "Reading the file hit a bug: 2024-01-31, 1500, 7, 2.5."
    assert shown(("甲", Message("blank")), "zh") == "读取这个文件时遇到程序错误：甲、空白。"


@pytest.mark.parametrize("value", ["{raw}", "{}", "{0}", "{{", "a}", "{raw!r:>9}"])
def test_braces_of_a_file_stay_as_they_are(value: str) -> None:
    assert Problem("unread_cell", raw=value).message.endswith(f": {value}")
    assert Problem("unread_cell", raw=value).message_zh.endswith(f"：{value}")


def test_a_field_without_its_value_is_a_bug() -> None:
    with pytest.raises(KeyError, match="raw"):
        _ = Problem("unread_cell").message
    with pytest.raises(KeyError, match="no_such"):
        _ = Problem("no_such").message


def test_a_wording_of_which_one_language_lacks_a_field_is_refused() -> None:
    Wording(en="Page {page}", zh="第 {page} 页")
    with pytest.raises(ValidationError, match="fields of one language only"):
        Wording(en="Page {page}", zh="某页")


@pytest.mark.parametrize("said", ["Permission denied", "it is a folder", "No space left on device"])
def test_what_the_system_says_has_both_languages(said: str) -> None:
    assert write(as_reason(said), "en") == said
    assert CHINESE_RE.search(write(as_reason(said), "zh"))


@pytest.mark.parametrize(
    "message",
    [
        one.wording
        for one in (
            Problem("container_limit.bytes", most=10**12, count=3),
            Problem("unknown_columns", names=("甲", "{乙}")),
            Problem("timed_out.idle", seconds=2.5, least=0.5),
            Problem("crashed", reason=Message("ended_signal", how="SIGKILL")),
        )
    ],
)
def test_a_message_that_was_kept_is_the_same(message: Message) -> None:
    assert from_json(to_json(message)) == message
    assert pickle.loads(pickle.dumps(message)) == message  # noqa: S301 - our own


@pytest.mark.parametrize("value", [Decimal(3), date(2024, 1, 31), Path("a")])
def test_what_cannot_be_read_back_is_not_kept(value: Any) -> None:
    with pytest.raises(TypeError, match="cannot be kept"):
        to_json(Message("crashed.bug", error=value))


def test_an_error_is_shown_in_the_language_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Message("holding_process", pid="7", host="甲", since="2026")
    error = MessageError(Message("being_written", out="out", holder=held), Message("no_who"))
    shown = "out is in use by process 7 on 甲 since 2026; wait until it ends, or stop it\nwho is empty"
    assert str(error) == shown
    assert str(pickle.loads(pickle.dumps(error))) == shown  # noqa: S301 - our own
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert error.show().splitlines()[1] == "who 为空，请写明是谁"
    assert str(error) == shown


@pytest.mark.parametrize("said", ["Exec format error", "tables", "Permission denied!", ""])
def test_other_words_of_the_system_stay_as_they_are(said: str) -> None:
    assert as_reason(said) == said
