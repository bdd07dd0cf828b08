"""Stores messages in files of a run as JSON, which is safe to read."""

import json

from pipeline.i18n.messages import Message, Value


def to_json(message: Message) -> str:
    """A message as JSON; its values are strings, integers and floats, messages, and lists of these.

    >>> to_json(Message("crashed", reason=Message("worker_gone")))
    '{"key": "crashed", "values": {"reason": {"key": "worker_gone", "values": {}}}}'

    Raises:
        TypeError: if a value is a decimal number or a day.
    """
    return json.dumps(message, default=_spread, ensure_ascii=False)


def from_json(stated: str) -> Message:
    """Restores a message from JSON.

    >>> from_json(to_json(Message("archive.several", names=("a", "b"))))
    Message(key='archive.several', values=(('names', ('a', 'b')),))
    """
    return _read_message(json.loads(stated))


def _spread(value: object) -> object:
    if isinstance(value, Message):
        return {"key": value.key, "values": dict(value.values)}
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _read_message(stated: dict[str, dict[str, object]]) -> Message:
    return Message(str(stated["key"]), **{name: _read_value(value) for name, value in stated["values"].items()})


def _read_value(stated: object) -> Value:
    if isinstance(stated, dict):
        return _read_message(stated)
    if isinstance(stated, list):
        return tuple(map(_read_value, stated))
    return stated if isinstance(stated, int | float) else str(stated)
