"""Segments text with jieba's dictionary and algorithm, but reads the dictionary lazily.

jieba takes a second to read its 349,000 words, of which most reports need one in a hundred. Here the words that begin
with a character are read when the first of them is needed. The result is that of ``jieba.cut`` with ``HMM=False``
(https://github.com/fxsj/jieba): the segmentation with the highest product of word frequencies.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.util import find_spec
from math import log
from pathlib import Path

from pipeline.disk_cache import CACHE

# What jieba cuts by its dictionary; all else are single characters, but for the end of a line of Windows.
_WORDS_RE = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")
_SPACE_RE = re.compile(r"(\r\n|\s)")
_LATIN_RE = re.compile(r"[a-zA-Z0-9]+")
# Of a line of the dictionary: how often the word was found.
_FREQUENCY_RE = re.compile(r" (\d+) ")
_LINE_RE = re.compile(r"^(\S+) (\d+) (.*)$", re.MULTILINE)
# The lines whose words begin with one character.
_GROUP_RE = re.compile(r"^(.).*\n(?:\1.*\n)*", re.MULTILINE)


# How often all words together were found, and the most frequent one; by the first character of words where their lines
# begin and end, and the frequencies of those that were added.
Frequencies = tuple[int, int, dict[str, list[tuple[int, int]]], dict[str, dict[str, int]]]


# What is neither a word nor the beginning of one.
NO_WORD = -1.0


class Dictionary:
    """A dictionary in jieba's format (a word per line), plus added words.

    A group holds everything that begins with one character: the logarithm of each word's frequency, and null for what
    only begins words.
    """

    def __init__(self, text: str, known: Frequencies | None = None) -> None:
        """The dictionary in a text; ``known`` is what ``frequencies`` returned for a dictionary with this text."""
        self._text = text if text.endswith("\n") else f"{text}\n"
        self._groups: dict[str, dict[str, float | None]] = {}
        self._tags: dict[str, dict[str, str]] = {}
        self._total, self._most, self._places, self._added = known or _count(self._text)

    @property
    def frequencies(self) -> Frequencies:
        """The counts and added words so far."""
        return self._total, self._most, self._places, self._added

    def add(self, word: str, least: int) -> None:
        """Adds a word with the frequency at which it is not split, and at least ``least``; its tag is unchanged."""
        frequency = least
        # A word of two parts is found as often as both by chance: no more often than by the most frequent word twice.
        if self._find_frequency(word) >= least or self._most**2 >= least * self._total:
            frequency = max(self._suggest(word), least)
        self._added.setdefault(word[0], {})[word] = frequency
        self._groups.pop(word[0], None)
        self._total += frequency
        self._most = max(self._most, frequency)

    def tag(self, word: str) -> str:
        """Jieba's tag of a word; empty if it has none."""
        first = word[:1]
        if first not in self._tags:
            self._find_group(first)
        return self._tags[first].get(word, "")

    def _find_line(self, word: str) -> tuple[str, str]:
        """The frequency of a word and its tag; null if the dictionary lacks it."""
        for start, end in reversed(self._places.get(word[:1], ())):
            offset = self._text.rfind(f"\n{word} ", max(start - 1, 0), end)
            if offset >= 0 or self._text.startswith(f"{word} ", start):
                line = max(offset + 1, start)
                _, frequency, tag = self._text[line : self._text.index("\n", line)].split(" ")
                return frequency, tag
        return "", ""

    def _find_frequency(self, word: str) -> int:
        return self._added.get(word[0], {}).get(word) or int(self._find_line(word)[0] or 0)

    def cut(self, text: str) -> Iterator[str]:
        """The words of a text in order; concatenated, they are the text."""
        for index, block in enumerate(_WORDS_RE.split(text)):
            if index % 2:
                yield from self._cut_block(block)
            elif block:
                for number, some in enumerate(_SPACE_RE.split(block)):
                    if number % 2:
                        yield some
                    else:
                        yield from some

    def _cut_block(self, block: str) -> Iterator[str]:
        """The words of a block; Latin letters and digits that no word holds together are one."""
        start, latin = 0, 0
        ends = self._find_ends(block)
        while start < len(block):
            end = ends[start]
            if end - start == 1 and _LATIN_RE.match(block[start]):
                start = end
                continue
            if latin < start:
                yield block[latin:start]
            yield block[start:end]
            start = latin = end
        if latin < start:
            yield block[latin:start]

    def _find_ends(self, block: str) -> list[int]:
        """The end of the word that begins at each offset, on the most frequent path from there on."""
        size, total = len(block), log(self._total)
        scores = [0.0] * (size + 1)
        ends = [0] * size
        groups = self._groups
        for start in range(size - 1, -1, -1):
            first = block[start]
            group = groups[first] if first in groups else self._find_group(first)
            best = None
            end = start + 1
            while end <= size and (weight := group.get(block[start:end], NO_WORD)) is not NO_WORD:
                if weight is not None:
                    score = weight - total + scores[end]
                    if best is None or score >= best:  # of two ways that are alike, the one with the longer word
                        best, ends[start] = score, end
                end += 1
            if best is None:
                best, ends[start] = scores[start + 1] - total, start + 1
            scores[start] = best
        return ends

    def _suggest(self, word: str) -> int:
        """The frequency with which a word would be segmented as one."""
        share, total = 1.0, float(self._total)
        for part in self.cut(word):
            known = part in self._find_group(part[0])
            share *= (self._find_frequency(part) if known else 1) / total
        known = word in self._find_group(word[0])
        return max(int(share * self._total) + 1, self._find_frequency(word) if known else 1)

    def _find_group(self, first: str) -> dict[str, float | None]:
        """The words, and beginnings of words, that start with a character."""
        group = self._groups.get(first)
        if group is None:
            lines = [line for start, end in self._places.get(first, ()) for line in self._read_lines(start, end)]
            self._tags[first] = {word: tag for word, _, tag in lines}
            words = {word: int(frequency) for word, frequency, _ in lines} | self._added.get(first, {})
            group = dict.fromkeys(word[:end] for word in words for end in range(1, len(word)))
            group |= {word: log(frequency) for word, frequency in words.items() if frequency}
            self._groups[first] = group
        return group

    def _read_lines(self, start: int, end: int) -> list[tuple[str, str, str]]:
        return _LINE_RE.findall(self._text, start, end)


def _count(text: str) -> Frequencies:
    frequencies = [*map(int, _FREQUENCY_RE.findall(text))]
    places: dict[str, list[tuple[int, int]]] = {}
    for match in _GROUP_RE.finditer(text):
        places.setdefault(match[1], []).append(match.span())
    return sum(frequencies), max(frequencies, default=0), places, {}


def read_dictionary(words: Iterable[str], least: int) -> Dictionary:
    """Jieba's dictionary with further words, each with a frequency of at least ``least``.

    It is the one that jieba ships; jieba's cache of it in the shared temporary folder could be anybody's. What is
    counted and added is kept in our own (``disk_cache``), since it takes a tenth of a second.

    Raises:
        ModuleNotFoundError: if jieba is not installed.
    """
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba is not installed", name="jieba")
    stated = Path(spec.origin).with_name("dict.txt").read_bytes()
    text, added = stated.decode("utf-8"), tuple(words)

    def work_out() -> Frequencies:
        dictionary = Dictionary(text)
        for word in added:
            dictionary.add(word, least)
        return dictionary.frequencies

    depends_on = sha256(stated)
    depends_on.update(Path(__file__).read_bytes() + "\n".join(added).encode())
    return Dictionary(text, CACHE.recall(("dictionary", depends_on.digest(), least), work_out))
