"""Says what the command line says, in the language of the user: ``rules/messages.toml``.

Read without the rulebook, whose libraries would make ``--help`` wait.
"""

import os
from collections.abc import Mapping
from functools import cache

from pipeline.resources import read_toml

NAME = "messages"
LANGUAGES = ("en", "zh")
# The first that is set decides, as POSIX has it.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def say(key: str, **values: object) -> str:
    """The message in the language of the user's locale.

    >>> say("nothing_to_read", path="x", language="en")
    'nothing to read under x: put reports into it, or name another folder'
    >>> say("nothing_to_read", path="x", language="zh")
    'x 下没有可读的文件：请把报告放进去，或者换一个文件夹'

    Raises:
        KeyError: if there is no such message, or a value is missing.
    """
    language = str(values.pop("language", "") or language_of(os.environ))
    return messages()[key][language].format(**values)


def language_of(environment: Mapping[str, str]) -> str:
    """The language that the locale names, English where it is neither.

    >>> language_of({"LANG": "zh_CN.UTF-8"}), language_of({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}), language_of({})
    ('zh', 'en', 'en')
    """
    locale = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """Every message in every language, by its key."""
    return read_toml(NAME)
