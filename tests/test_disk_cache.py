"""What is remembered between processes changes nothing but the time, and is trusted only if it is whole and ours."""

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import regex

from pipeline.disk_cache import DIGEST_BYTES, HEAD, DiskCache, find_folder
from pipeline.patterns import check_pattern, check_standard_pattern, compile_pattern

KEY = ("pattern", "\\d+ 件")


def fail() -> object:
    """What must not be worked out again."""
    raise AssertionError("it is remembered")


def file_of(folder: Path) -> Path:
    """The only file of a cache."""
    (file,) = folder.iterdir()
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a cache that remembers one pattern."""
    cache = DiskCache(tmp_path / "new")
    cache.recall(KEY, lambda: regex.compile(KEY[1], regex.VERBOSE))
    cache.save()
    return tmp_path / "new"


def test_a_pattern_is_recalled_as_it_was_compiled(folder: Path) -> None:
    recalled = DiskCache(folder).recall(KEY, fail)
    assert isinstance(recalled, regex.Pattern)
    assert recalled.findall("收到申请3件") == ["3件"]
    assert (recalled.pattern, recalled.flags) == (KEY[1], regex.compile(KEY[1], regex.VERBOSE).flags)


def test_patterns_with_groups_lookarounds_and_lists_survive(tmp_path: Path) -> None:
    stated = [
        r"(?P<a>[一二]+|\p{Han}(?=件))(?<!不)(?:x(?P<b>\d{1,3}+))*+",
        r"(?r)[,;]",
        r"(?:条|件)(*SKIP)(*FAIL)|(?i:ab)",
    ]
    text = "不一二件x12件, aB; 三条"
    cache = DiskCache(tmp_path)
    for each in stated:
        cache.recall((each,), lambda each=each: regex.compile(each))  # type: ignore[misc]
    cache.save()
    again = DiskCache(tmp_path)
    for each in stated:
        found = [(m.span(), m.groupdict()) for m in again.recall((each,), fail).finditer(text)]  # type: ignore[attr-defined]
        assert found == [(m.span(), m.groupdict()) for m in regex.compile(each).finditer(text)]


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[:0],
        lambda whole: whole[:-1],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-DIGEST_BYTES] + bytes(DIGEST_BYTES),
        lambda whole: whole.replace(b"gongkai 1", b"gongkai 0"),
        lambda whole: whole[: len(HEAD) + 40] + b"\0" + whole[len(HEAD) + 41 :],
    ],
)
def test_a_damaged_file_is_ignored_and_replaced(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    file = file_of(folder)
    file.write_bytes(damage(file.read_bytes()))
    cache = DiskCache(folder)
    assert not cache.knows(KEY)
    assert cache.recall(KEY, lambda: 1) == 1
    cache.save()
    assert DiskCache(folder).recall(KEY, fail) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_user_is_not_read_and_their_folder_not_written(folder: Path) -> None:
    os.chown(file_of(folder), 12345, -1)
    assert not DiskCache(folder).knows(KEY)
    os.chown(folder, 12345, -1)
    before = file_of(folder).read_bytes()
    cache = DiskCache(folder)
    cache.recall(("other",), lambda: 2)
    cache.save()
    assert file_of(folder).read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_may_write_is_not_read(folder: Path, mode: int) -> None:
    file_of(folder).chmod(mode)
    assert not DiskCache(folder).knows(KEY)
    file_of(folder).chmod(0o600)
    assert DiskCache(folder).knows(KEY)


def test_without_a_folder_that_can_be_written_all_is_worked_out_again(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for place in (None, file / "below"):
        cache = DiskCache(place)
        assert cache.recall(KEY, lambda: 3) == 3
        assert cache.recall(KEY, fail) == 3
        cache.save()
        assert not DiskCache(place).knows(KEY)
    assert [*tmp_path.iterdir()] == [file]


def test_two_processes_at_once_lose_nothing_that_was_saved(tmp_path: Path) -> None:
    one, other = DiskCache(tmp_path), DiskCache(tmp_path)
    assert not one.knows((1,))
    assert not other.knows((2,))
    one.recall((1,), lambda: "one")
    other.recall((2,), lambda: "other")
    one.save()
    other.save()
    again = DiskCache(tmp_path)
    assert (again.recall((1,), fail), again.recall((2,), fail)) == ("one", "other")


def test_what_is_not_asked_for_goes_once_the_file_is_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = DiskCache(tmp_path)
    old.recall(("old",), lambda: "x" * 100)
    old.recall(("used",), lambda: "y" * 100)
    old.save()
    monkeypatch.setattr("pipeline.disk_cache.MOST_BYTES", 250)
    new = DiskCache(tmp_path)
    new.recall(("used",), fail)
    new.recall(("new",), lambda: "z" * 100)
    new.save()
    assert sorted(key[0] for key in DiskCache(tmp_path)._load()) == ["new", "used"]  # type: ignore[type-var] # noqa: SLF001


def test_nothing_new_writes_nothing(folder: Path) -> None:
    before = file_of(folder).stat()
    cache = DiskCache(folder)
    cache.recall(KEY, fail)
    cache.save()
    assert file_of(folder).stat() == before


def test_a_malformed_pattern_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(regex.error):
            check_pattern("(件")
        with pytest.raises(regex.error):
            compile_pattern("(件")
        with pytest.raises(Exception, match="unterminated"):
            check_standard_pattern("(件")


def test_flags_are_part_of_the_key() -> None:
    assert compile_pattern("3 件").search("3件")
    assert not compile_pattern("3 件", 0).search("3件")


def test_the_folder_is_that_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert find_folder() == tmp_path / "gongkai"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert find_folder() is None
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_folder() in (tmp_path / ".cache/gongkai", tmp_path / "Library/Caches/gongkai")


def test_what_is_stored_is_what_pickle_reads(folder: Path) -> None:
    content = file_of(folder).read_bytes()
    assert list(pickle.loads(content[len(HEAD) : -DIGEST_BYTES])) == [KEY]  # noqa: S301 - it is our own
