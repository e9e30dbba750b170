"""HTML in, tagged PDF out (decision 18). Nothing is fetched: not from the network, not from the disk."""

from __future__ import annotations

import logging
from typing import Any

VARIANT = "pdf/ua-1"
IN_THE_PAGE = "data:image/jpeg;base64,"
"""How a photo stands in a page by itself."""


def render_pdf(html: str, css: str) -> bytes:
    """A PDF/UA document from one HTML page and one style sheet, both complete in themselves.

    Title and language are those of the page. Raises ValueError when the page has none, since a reader would
    then announce a file name. WeasyPrint is imported here: it takes a second that only those pay who print.
    """
    if "<title>" not in html or "<html lang=" not in html:
        raise ValueError("a document needs a title and a language")
    from weasyprint import CSS, HTML  # noqa: PLC0415 - see above

    fetcher = _deny_all()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    page = HTML(string=html, base_url=None, url_fetcher=fetcher)
    sheet = CSS(string=css, base_url=None, url_fetcher=fetcher)
    return bytes(page.write_pdf(stylesheets=[sheet], pdf_variant=VARIANT, presentational_hints=False))


def _deny_all() -> object:
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - see render_pdf

    class DenyAll(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Refuses every address: pictures, fonts and sheets are in the page or nowhere."""

        def fetch(self, url: str, headers: object = None) -> Any:
            if url.startswith(IN_THE_PAGE):
                return super().fetch(url, headers)
            raise ValueError(f"not fetched: {url.partition(':')[0]}")

    return DenyAll()
