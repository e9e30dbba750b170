"""PDFs fetch nothing, are tagged, and say who they are."""

from __future__ import annotations

import io
import socket
import threading
from pathlib import Path

import pypdf
import pytest

from hmis_web.exporting.pdf import render_pdf

pytestmark = pytest.mark.slow

PAGE = (
    '<!doctype html><html lang="en"><head><title>Sample</title>{head}</head>'
    "<body><h1>Sample</h1>{body}</body></html>"
)


def _pdf(body: str = "", head: str = "", css: str = "") -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render_pdf(PAGE.format(head=head, body=body), css)))


def test_render_pdf_has_title_language_and_tags() -> None:
    made = _pdf()

    assert made.metadata is not None
    assert made.metadata.title == "Sample"
    assert made.root_object["/Lang"] == "en"
    assert made.root_object["/MarkInfo"]["/Marked"]
    assert made.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in made.root_object["/Metadata"].get_data()


@pytest.mark.parametrize("html", ["<html lang='en'><body>x", "<html><head><title>x</title>"])
def test_render_pdf_without_title_or_language_is_refused(html: str) -> None:
    with pytest.raises(ValueError, match="title and a language"):
        render_pdf(html, "")


@pytest.fixture
def listener() -> object:
    """A server on this machine, and the connections that it saw."""
    server = socket.create_server(("127.0.0.1", 0))
    seen: list[object] = []

    def accept() -> None:
        while True:
            try:
                connection, peer = server.accept()
            except OSError:
                return
            seen.append(peer)
            connection.close()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield server.getsockname()[1], seen
    server.close()


PROBES = (
    '<img src="{url}/a.png">',
    '<link rel="stylesheet" href="{url}/a.css">',
    '<link rel="attachment" href="{url}/a.txt">',
    '<style>@import url("{url}/b.css");</style>',
    '<style>@font-face{{font-family:x;src:url("{url}/c.woff")}} p{{font-family:x}}</style><p>x</p>',
    '<p style="background:url({url}/d.png)">x</p>',
    '<object data="{url}/e.svg"></object>',
)


@pytest.mark.parametrize("probe", PROBES)
def test_render_pdf_fetches_nothing_from_the_network(probe: str, listener: tuple[int, list[object]]) -> None:
    port, seen = listener

    made = _pdf(body=probe.format(url=f"http://127.0.0.1:{port}"))

    assert seen == []
    assert len(made.pages) == 1


@pytest.mark.parametrize("probe", PROBES)
def test_render_pdf_reads_no_file(probe: str, tmp_path: Path) -> None:
    secret = tmp_path / "a.txt"
    secret.write_text("canary-4711")

    made = render_pdf(PAGE.format(head="", body=probe.format(url=tmp_path.as_uri())), "")

    assert b"canary-4711" not in made
    assert pypdf.PdfReader(io.BytesIO(made)).attachments == {}


def test_render_pdf_sheet_imports_nothing(listener: tuple[int, list[object]]) -> None:
    port, seen = listener

    _pdf(css=f'@import url("http://127.0.0.1:{port}/x.css"); h1 {{ color: red }}')

    assert seen == []
