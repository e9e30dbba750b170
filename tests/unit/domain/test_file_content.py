"""What is kept of an upload: told by its content, drawn anew, scanned."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from hmis_web.db.errors import DomainError
from hmis_web.domain import file_images, file_kinds
from hmis_web.domain.file_content import MEBIBYTE, FileLimits, checked
from hmis_web.domain.file_images import LONGEST, PHOTO_BYTES, PHOTO_SIDE, portrait
from hmis_web.domain.file_kinds import KINDS, clean_name
from hmis_web.domain.file_scan import Infected, Scanner, remove_left
from tests.factories.uploads import PDF, PLACE, bomb, picture, word, zipped

LIMITS = FileLimits(5 * MEBIBYTE, 50 * MEBIBYTE)
EXE = b"MZ\x90\x00\x03\x00\x00\x00" * 40


def drawn(content: bytes) -> Image.Image:
    """A picture, read whole."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF, "lease.PDF", "pdf"),
        (picture(), "IMG_2041.jpeg", "jpeg"),
        (picture("PNG"), "card.png", "png"),
        (picture("TIFF"), "fax.tif", "tiff"),
        (word(), "letter.docx", "docx"),
        (b"Call back.\r\n", "note.txt", "txt"),
        ("Ni\u00f1o".encode("utf-16"), "note.txt", "txt"),
        ("Ni\u00f1o".encode("cp1252"), "note.txt", "txt"),
        (PDF, "without an ending", "pdf"),
    ],
)
def test_file_is_what_its_content_says(data: bytes, name: str, kind: str) -> None:
    content = checked(data, name, LIMITS, None)

    assert content.kind.code == kind
    assert not content.scanned
    if "Ni" in str(data):
        assert content.data.decode() in ("Ni\u00f1o", "Call back.\r\n")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "nothing.pdf", "empty"),
        (EXE, "letter.pdf", "Choose a PDF"),
        (EXE, "letter.pdf.exe", "Choose a PDF"),
        (PDF, "letter.pdf.exe", "name ends in .exe"),
        (picture(), "picture.pdf", "name ends in .pdf"),
        (PDF + zipped(("a.class", b"code")), "both.pdf", "Choose a PDF"),
        (b"GIF89a\x01\x00" + PDF, "both.pdf", "Choose a PDF"),
        (b"%PDF-1.7 cut off\x00", "letter.pdf", "Choose a PDF"),
        (b" <!DOCTYPE html><script>alert(1)</script>", "note.txt", "Choose a PDF"),
        (b"#!/bin/sh\nrm -r ~\n", "note.txt", "Choose a PDF"),
        (b"{\\rtf1 x}", "note.txt", "Choose a PDF"),
        (b"words\x00more", "note.txt", "Choose a PDF"),
        (zipped(("a.txt", b"a")), "papers.docx", "Choose a PDF"),
        (word(("word/vbaProject.bin", b"macro")), "letter.docx", "Choose a PDF"),
        (word(main="ms-word.macroEnabled"), "letter.docx", "Choose a PDF"),
        (b"front" + word(), "letter.docx", "Choose a PDF"),
        (word() + b"behind", "letter.docx", "Choose a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc", "old or a locked Word"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(60), "IMG_1.HEIC", "Most Compatible"),
        (picture()[:300], "half.jpg", "can't be read"),
        (b"\x89PNG\r\n\x1a\n" + bytes(90), "broken.png", "can't be read"),
        (bomb(60_000, 60_000), "bomb.png", "too many pixels"),
        (bomb(9_000, 6_000), "bomb.png", "too many pixels"),
        (bytes(5 * MEBIBYTE + 1), "large.pdf", "5 MB"),
    ],
)  # fmt: skip
def test_hostile_file_is_refused_in_words(data: bytes, name: str, words: str) -> None:
    with pytest.raises(DomainError, match="file") as refused:
        checked(data, name, LIMITS, None)

    assert words in refused.value.message


def test_word_document_that_unpacks_to_more_than_a_document_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = word(("big", bytes(1 << 20)), ("bigger", bytes(1 << 20)))
    assert checked(bomb, "letter.docx", LIMITS, None).kind.code == "docx"

    monkeypatch.setattr(file_kinds, "MOST_UNPACKED", 1 << 21)

    with pytest.raises(DomainError, match="Choose a PDF"):
        checked(bomb, "letter.docx", LIMITS, None)


@pytest.mark.parametrize(
    ("form", "modes"), [("JPEG", "L RGB CMYK"), ("PNG", "1 P RGBA"), ("TIFF", "1 RGB RGBA CMYK")]
)
def test_pictures_are_drawn_anew_small_and_bare(form: str, modes: str) -> None:
    for mode in modes.split():
        _is_drawn_anew(form, mode)


def _is_drawn_anew(form: str, mode: str) -> None:
    sent = picture(form, (2480, 400), mode)

    kept = drawn(checked(sent, f"x.{form.lower()}", LIMITS, None).data)

    if (form, mode) != ("TIFF", "1"):  # a fax stays as sharp as it was
        assert max(kept.size) == LONGEST
    if form == "JPEG":
        assert kept.size[1] == LONGEST, "turned upright"
    assert not kept.getexif() or form == "TIFF"


def test_picture_loses_where_it_was_taken_and_what_hid_behind_it() -> None:
    kept = checked(picture(), "home.jpg", LIMITS, None).data

    assert PLACE not in kept
    assert b"<script>" not in kept
    assert not drawn(kept).getexif()


def test_tiff_keeps_its_pages_and_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    target = io.BytesIO()
    pages = [Image.new(mode, (600, 800), 1) for mode in ("1", "RGB", "1")]
    pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:])

    kept = drawn(checked(target.getvalue(), "fax.tiff", LIMITS, None).data)

    assert kept.n_frames == 3  # type: ignore[attr-defined]
    monkeypatch.setattr(file_images, "MOST_IN_MEMORY", 1_000_000)
    with pytest.raises(DomainError, match="too many pages"):
        checked(target.getvalue(), "fax.tiff", LIMITS, None)


def test_photo_is_a_small_square_however_noisy() -> None:
    target = io.BytesIO()
    Image.effect_noise((1600, 900), 200).convert("RGB").save(target, "PNG")

    for sent in (picture(), picture("PNG", (300, 900), "RGBA"), target.getvalue()):
        kept = portrait(sent)
        assert len(kept) <= PHOTO_BYTES
        assert drawn(kept).size == (PHOTO_SIDE, PHOTO_SIDE)
        assert PLACE not in kept
    for wrong in (PDF, picture("TIFF"), b""):
        with pytest.raises(DomainError, match="can't be read"):
            portrait(wrong)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\Lease v1.2.pdf", "Lease v1-2"),
        ("letter.exe.pdf", "letter-exe"),
        ("\u202efdp.letter", "fdp-letter"),
        ('a"b\r\nSet-Cookie: x', "a b Set-Cookie x"),
        ("J. Smith.pdf", "J. Smith"),
        ("Ni\u00f1o.pdf", "Ni\u00f1o"),
        ("...", ""),
        ("x" * 300 + ".pdf", "x" * 100),
    ],
)
def test_name_is_without_folders_commands_and_second_endings(name: str, clean: str) -> None:
    assert clean_name(name, KINDS["pdf"]) == clean


def test_scanner_sees_the_file_as_sent_and_decides(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = tmp_path / "scan.py"
    script.write_text(
        "import os, sys\n"
        f"open({str(seen)!r}, 'w').write(f'{{oct(os.stat(sys.argv[-1]).st_mode)}} {{sorted(os.environ)}}')\n"
        "data = open(sys.argv[-1], 'rb').read()\n"
        "sys.exit(1 if b'EICAR' in data else 3 if b'odd' in data else 0)\n"
    )
    scanner = Scanner((sys.executable, str(script)), tmp_path / "tmp")

    assert checked(PDF, "a.pdf", LIMITS, scanner).scanned
    assert seen.read_text().startswith("0o100600")
    assert "HMIS" not in seen.read_text()
    with pytest.raises(Infected, match="not kept"):
        checked(b"EICAR", "a.txt", LIMITS, scanner)
    for cannot_tell in (scanner, Scanner((str(tmp_path / "none"),), tmp_path / "tmp")):
        with pytest.raises(DomainError, match="could not be checked") as refused:
            checked(b"odd", "a.txt", LIMITS, cannot_tell)
        assert not isinstance(refused.value, Infected)
    slow = Scanner((sys.executable, "-c", "import time; time.sleep(9)"), tmp_path / "tmp", seconds=0.1)
    with pytest.raises(DomainError, match="could not be checked"):
        checked(PDF, "a.pdf", LIMITS, slow)
    assert list((tmp_path / "tmp").iterdir()) == []
    (tmp_path / "tmp" / "scan-left").write_bytes(PDF)
    assert [remove_left(tmp_path / "tmp", datetime.now(UTC) + timedelta(hours=h)) for h in (0, 2)] == [0, 1]
