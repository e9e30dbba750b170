"""Files as people send them, and as people send them who mean harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PLACE = b"TAKEN-AT-HOME"
"""What a camera wrote into a picture."""


def picture(form: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB") -> bytes:
    """A picture; of a JPEG, the camera wrote where it was taken, and something follows behind it."""
    target = io.BytesIO()
    image = Image.new(mode, size, 1)
    if form != "JPEG":
        image.save(target, form)
        return target.getvalue()
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    exif[0x0112] = 6  # to be turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    image.save(target, form, exif=exif, comment=PLACE)
    return target.getvalue() + b"<script>" + PLACE


def zipped(*parts: tuple[str, bytes]) -> bytes:
    """An archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return target.getvalue()


def word(*further: tuple[str, bytes], main: str = "wordprocessingml.document.main+xml") -> bytes:
    """A Word document."""
    types = f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{main}"/></Types>'
    return zipped(("[Content_Types].xml", types.encode()), ("word/document.xml", b"<w:document/>"), *further)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as that."""
    small = picture("PNG", (8, 8), "1")
    head = b"IHDR" + struct.pack(">2L", width, height) + small[24:29]
    return small[:12] + head + struct.pack(">L", zlib.crc32(head)) + small[33:]
