"""The errors that people read: what they say is a message, written in the language of whoever reads it."""

from pipeline.i18n.messages import Message, write


class MessageError(Exception):
    """An error that says one message or several; as text it is in English, a line each.

    >>> str(MessageError(Message("cannot_write", path="a.csv", reason="it is a folder")))
    'a.csv cannot be written: it is a folder'
    """

    def __init__(self, *messages: Message) -> None:
        """Keeps the messages: they are written when the error is shown."""
        super().__init__(*messages)
        self.messages = messages

    def __str__(self) -> str:
        """The messages in English."""
        return "\n".join(write(one, "en") for one in self.messages)

    def show(self) -> str:
        """The messages in the language of the user's locale, a line each."""
        return "\n".join(map(write, self.messages))
