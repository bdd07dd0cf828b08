"""Errors for people: their messages are written in the reader's language."""

from pipeline.i18n.messages import Message, write


class MessageError(Exception):
    """An error with one or more messages; as text, they are in English, one a line.

    >>> str(MessageError(Message("cannot_write", path="a.csv", reason="it is a folder")))
    'a.csv cannot be written: it is a folder'
    """

    def __init__(self, *messages: Message) -> None:
        """Keeps the messages, which are written when the error is shown."""
        super().__init__(*messages)
        self.messages = messages

    def __str__(self) -> str:
        """The messages in English."""
        return "\n".join(write(message, "en") for message in self.messages)

    def show(self) -> str:
        """The messages in the language of the user's locale, one a line."""
        return "\n".join(map(write, self.messages))
