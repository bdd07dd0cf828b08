"""Makes the pictures of the README: ``make pictures``, which needs a browser (``make browser``).

Runs the specimens, writes their review pages and charts, and takes each page as it looks on a desk and on a phone, in
light and in dark.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from pipeline.run import collect_files, run_files
from pipeline.views.charts import read_chart_data, write_chart_page
from pipeline.views.review import write_site

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 800}


class Picture(NamedTuple):
    """A picture: its name, the page, the size of the window and the colours."""

    name: str
    page: Path
    size: ViewportSize
    scheme: Literal["light", "dark"]


# Those that the README shows; the others are for looking at before a release.
SHOWN = ("index-desk-light.png", "report-desk-light.png", "charts-desk-light.png", "report-phone-dark.png")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def list_pictures(site: Path, charts: Path) -> Iterator[Picture]:
    """The pictures of the index, of the report in which most is lit since an audit fails, and of the charts."""
    reports = [page for page in site.rglob("*.html") if page.name != "index.html"]
    lit = max(reports, key=lambda page: (page.read_text("utf-8").count(' lit"'), page.name))
    for name, page in (("index", site / "index.html"), ("report", lit), ("charts", charts)):
        for device, size in (("desk", DESK), ("phone", PHONE)):
            for scheme in SCHEMES:
                yield Picture(f"{name}-{device}-{scheme}.png", page, size, scheme)


def take(browser: Browser, picture: Picture, folder: Path) -> None:
    """Takes a picture of what the window shows first."""
    page = browser.new_page(viewport=picture.size, color_scheme=picture.scheme)
    page.goto(picture.page.as_uri())
    page.screenshot(path=folder / picture.name)
    page.close()


def main() -> None:
    """Takes the pictures of the README into docs/pictures, or all of them into the folder that is named."""
    if not Path(CHROMIUM).exists():
        sys.exit(f"{CHROMIUM} is not there: make browser, or name another in CHROMIUM")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as work, sync_playwright() as playwright:
        out, site, charts = (Path(work) / name for name in ("out", "site", "charts.html"))
        run_files(collect_files(ROOT / "data" / "raw"), out)
        write_site(out, site)
        write_chart_page(read_chart_data(out), charts)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for picture in list_pictures(site, charts):
            if folder != PICTURES or picture.name in SHOWN:
                take(browser, picture, folder)
        browser.close()


if __name__ == "__main__":
    main()
