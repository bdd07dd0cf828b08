"""Writes messages in English and Chinese; their texts are in ``rules/*.toml``, each under a key.

The texts of the command line are read without the others, and all without the rulebook, whose libraries would slow
``--help`` down.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pipeline.i18n.values import write_simple
from pipeline.resources import read_toml

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

NAME = "messages"
# The first one that is set decides, as in POSIX.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
# The separators of lists.
COMMAS = {"en": ", ", "zh": "、"}

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
# The values of a message; a message in it is written in the same language, a tuple is a list.
Value: TypeAlias = "str | int | float | Decimal | date | Message | tuple[Value, ...]"
Text = Mapping[str, str]


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A sentence that is not written yet: the key of its text, and the values of its fields.

    >>> gap = Message("numbering_gap", last="一、", written="三、")
    >>> write(gap, "en"), write(gap, "zh")
    ('一、 is followed by 三、', '一、之后是三、')
    """

    key: str
    values: tuple[tuple[str, Value], ...]

    def __init__(self, key: str, /, **values: Value) -> None:
        """Keeps the key and the values; the text is looked up when the message is written."""
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "values", tuple(values.items()))


def write(value: Value, language: Language | None = None) -> str:
    """Writes a message, or a single value, in a language, by default that of the user's locale.

    Raises:
        KeyError: if no text has the key, or a field of the text has no value.
    """
    return _write(value, language or language_of(os.environ))


def _write(message: Value, language: Language) -> str:
    if isinstance(message, Message):
        text = texts()[message.key][language]
        return text.format_map({name: _write(value, language) for name, value in message.values})
    if isinstance(message, tuple):
        return COMMAS[language].join(_write(item, language) for item in message)
    return write_simple(message)


def say(key: str, language: Language | None = None, **values: object) -> str:
    """The text of the command line under a key, in the language of the user's locale.

    >>> say("nothing_to_read", "en", path="x")
    'nothing to read under x: put reports there, or name another folder'
    >>> say("nothing_to_read", "zh", path="x")
    'x 下没有可读的文件：请把报告放进去，或者换一个文件夹'

    Raises:
        KeyError: if there is no such message, or a value is missing.
    """
    return messages()[key][language or language_of(os.environ)].format(**values)


def language_of(environment: Mapping[str, str]) -> Language:
    """The language of the locale; English if that is neither English nor Chinese.

    >>> language_of({"LANG": "zh_CN.UTF-8"}), language_of({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}), language_of({})
    ('zh', 'en', 'en')
    """
    locale = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def column_of(name: str) -> str:
    """The column of a table with the sentence in the language of the user's locale: ``detail`` or ``detail_zh``."""
    return name if language_of(os.environ) == "en" else f"{name}_zh"


@cache
def messages() -> Mapping[str, Text]:
    """The texts of the command line by key, in every language."""
    return read_toml(NAME)


@cache
def texts() -> Mapping[str, Text]:
    """Every text of messages by key, in both languages.

    Texts of problems and audits are under their codes, followed by a dot and a name for further ones; the name of an
    indicator is under ``indicator.`` and its code.
    """
    problems, audits = read_toml("problems"), read_toml("audits")
    rules = (*problems["problems"], *audits["identities"], *audits["years"], *audits["checks"])
    indicators = read_toml("indicators")["indicators"]
    return {
        **{f"indicator.{rule['code']}": {"en": rule["english"], "zh": rule["label"]} for rule in indicators},
        **messages(),
        **problems["system"],
        **problems["words"],
        **audits["words"],
        **{key: text for rule in rules for key, text in _texts_of(rule)},
    }


def _texts_of(rule: Mapping[str, Any]) -> "list[tuple[str, Text]]":
    main = [(rule["code"], rule["message"])] if "message" in rule else []
    return main + [(f"{rule['code']}.{name}", text) for name, text in rule.get("messages", {}).items()]


def as_reason(reason: str) -> "Message | str":
    """A message of the system about a file, in both languages if it is known, else unchanged.

    >>> write(Message("cannot_open", reason=as_reason("Permission denied")), "zh")
    '文件无法打开：权限不足，请检查权限。'
    >>> as_reason("Exec format error")
    'Exec format error'
    """
    key = _reasons().get(reason)
    return reason if key is None else Message(key)


@cache
def _reasons() -> Mapping[str, str]:
    problems = read_toml("problems")
    return {text["en"]: key for key, text in (problems["system"] | problems["words"]).items() if "{" not in text["en"]}
