"""Examples of rules that mark the number they are about: ``共【20条】``."""

from pipeline.figures.quantities import find_quantities
from pipeline.figures.quantity import Quantity


def marked(example: str) -> tuple[str, Quantity]:
    """The example without its marks, and the number between them."""
    start, text = example.index("【"), example.replace("【", "").replace("】", "")
    end = example.index("】") - 1
    found = [q for q in find_quantities(text, 0, len(text)) if q.start < end and start < q.end]
    assert found, f"no number at the mark of {example}"
    return text, found[0]
