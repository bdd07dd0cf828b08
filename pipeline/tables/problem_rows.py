"""Makes the rows of the table problems, which a run needs for files that it does not read."""

from pipeline.model import Problem, Unreadable
from pipeline.rulebook import severity_of
from pipeline.tables.columns import Row

# The problem of a further file with the same bytes: its rows come of the list of files, not of the report.
COPY = "duplicate_file"


def unreadable_row(file: Unreadable, mark: str | None) -> Row:
    """The only row of a file that yields no document, in the table problems; ``mark`` is its fingerprint, if any."""
    return problem_row(None, file.source, file.problem, mark)


def refused_row(source: str, problem: str, message: str, message_zh: str, fingerprint: str | None) -> Row:
    """The same for a file that the last run could not read and that is not read again."""
    return {
        "document_id": None,
        "source": source,
        "problem": problem,
        "severity": severity_of(problem),
        "message": message,
        "message_zh": message_zh,
        "start": None,
        "end": None,
        "fingerprint": fingerprint,
    }


def copy_row(document_id: str, source: str, path: str) -> Row:
    """The row for a further file with the same bytes as ``source``; it is a problem of that document."""
    problem = Problem("duplicate_file", source=source)
    return problem_row(document_id, path, problem)


def problem_row(document_id: str | None, source: str, problem: Problem, mark: str | None = None) -> Row:
    """The row of a problem of a document, or of a file; ``mark`` is its fingerprint, if it is a file without one."""
    return {
        "document_id": document_id,
        "source": source,
        "problem": problem.code,
        "severity": severity_of(problem.code),
        "message": problem.message,
        "message_zh": problem.message_zh,
        "start": problem.start,
        "end": problem.end,
        "fingerprint": mark,
    }
