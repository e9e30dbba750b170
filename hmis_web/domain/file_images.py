"""Pictures, drawn anew before they are kept: smaller, and without what a camera writes into them (place,
time, device, name) or what somebody hid behind them.

What comes in is hostile until drawn: sizes are read before pixels are, one picture at a time is worked on,
and whatever goes wrong is "can't be read".
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from hmis_web.db.errors import DomainError

LONGEST = 2400
"""Pixels on the longer side of a picture that is kept: a page of paper stays readable."""
MOST_PIXELS = 50_000_000
"""Of one picture or page; a phone's best camera stays below."""
MOST_IN_MEMORY = 200_000_000
"""Bytes of all pages of a TIFF: some ten in color, some twenty in black on white."""
PHOTO_SIDE = 144
PHOTO_BYTES = 8 * 1024
TOO_LARGE = "This picture has too many pixels; make it smaller and send it again"
_ONE_AT_A_TIME = threading.Lock()


def drawn_anew(code: str, data: bytes) -> bytes:
    """A picture of a kind (`jpeg`, `png`, `tiff`) as it is kept. Raises DomainError("file") when it can't be
    read or is too large."""
    with _reading():
        return _WRITERS[code](data)


def portrait(data: bytes) -> bytes:
    """A photo as it is kept: the middle of a JPEG or PNG picture, square, 8 KB at most. Raises
    DomainError("file")."""
    with _reading():
        image = _opened(data, "JPEG", "PNG")
        image.draft("RGB", (4 * PHOTO_SIDE, 4 * PHOTO_SIDE))
        upright = ImageOps.exif_transpose(image)
        on_white = _without_transparency(upright)
        square = ImageOps.fit(on_white, (PHOTO_SIDE, PHOTO_SIDE), Image.Resampling.LANCZOS)
        tries = (_written(square, "JPEG", quality=quality, optimize=True) for quality in (82, 65, 45, 25))
        return next((made for made in tries if len(made) <= PHOTO_BYTES), None) or _written(
            square, "JPEG", quality=10, optimize=True
        )


def _jpeg(data: bytes) -> bytes:
    image = _opened(data, "JPEG")
    image.draft(None, (LONGEST, LONGEST))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST, LONGEST))
    if upright.mode not in ("L", "RGB"):
        upright = upright.convert("RGB")
    return _written(upright, "JPEG", quality=85, optimize=True)


def _png(data: bytes) -> bytes:
    image = ImageOps.exif_transpose(_opened(data, "PNG"))
    if image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
        image = image.convert("RGB")
    if max(image.size) > LONGEST:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        image.thumbnail((LONGEST, LONGEST))
    return _written(image, "PNG", optimize=True)


def _tiff(data: bytes) -> bytes:
    pages: list[Any] = []
    held = 0
    for page in ImageSequence.Iterator(_opened(data, "TIFF")):
        _check_size(page.size)
        pages.append(_page(page))
        held += len(pages[-1].getbands()) * pages[-1].width * pages[-1].height
        if held > MOST_IN_MEMORY:
            raise DomainError("file", "This picture has too many pages; send it in parts, or as PDF")
    if any(page.mode != "1" for page in pages):
        pages = [page.convert("L") if page.mode == "1" else page for page in pages]
    packing = "group4" if pages[0].mode == "1" else "jpeg"
    return _written(pages[0], "TIFF", compression=packing, save_all=True, append_images=pages[1:])


def _page(page: Any) -> Any:
    """One page of a TIFF, smaller; black on white stays as it is."""
    upright = ImageOps.exif_transpose(page)
    if upright.mode not in ("1", "L"):
        upright = _without_transparency(upright)
    if upright.mode != "1":
        upright.thumbnail((LONGEST, LONGEST))
    return _bare(upright)


def _opened(data: bytes, *formats: str) -> Any:
    """A picture whose size is known and whose pixels are not read yet."""
    image = Image.open(io.BytesIO(data), formats=formats)
    _check_size(image.size)
    return image


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise DomainError("file", TOO_LARGE)


def _without_transparency(image: Any) -> Any:
    """In colour, on white paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = Image.new("RGB", layered.size, "white")
    paper.paste(layered, mask=layered.getchannel("A"))
    return paper


def _written(image: Any, form: str, **options: Any) -> bytes:
    target = io.BytesIO()
    _bare(image).save(target, form, **options)
    return target.getvalue()


def _bare(image: Any) -> Any:
    """The pixels alone: no place, no comment, no profile, no tag of the file that it came from."""
    plain = image.copy()
    plain.info = {name: value for name, value in image.info.items() if name == "transparency"}
    return plain


@contextmanager
def _reading() -> Iterator[None]:
    with _ONE_AT_A_TIME:
        try:
            yield
        except DomainError:
            raise
        except Image.DecompressionBombError as error:
            raise DomainError("file", TOO_LARGE) from error
        except Exception as error:
            raise DomainError(
                "file", "This picture can't be read; it may be damaged. Save it again, or send another one"
            ) from error


_WRITERS: dict[str, Callable[[bytes], bytes]] = {"jpeg": _jpeg, "png": _png, "tiff": _tiff}
