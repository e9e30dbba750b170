"""A client's photo: set, shown, replaced, removed."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

from PIL import Image
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.domain.file_images import PHOTO_BYTES, PHOTO_SIDE
from hmis_web.domain.search import indexing
from hmis_web.models import ClientPhoto
from tests.browser import Visitor, page
from tests.factories.uploads import PDF, PLACE, picture
from tests.personas import OUTSIDER
from tests.town import Town

Enter = Callable[[str], Visitor]


def sent(data: bytes, name: str = "face.jpg") -> dict[str, object]:
    """What the page's form sends."""
    return {"file": (io.BytesIO(data), name)}


def test_photo_is_set_shown_replaced_and_removed(signed_in: Enter, town: Town, database: Database) -> None:
    visitor, client = signed_in("direct-service"), f"/clients/{town.client}"
    with database.session(write=True) as session:
        indexing.reindex_clients(session, [town.client])
        session.commit()

    assert page(visitor.get(client)).select("img") == [], "nothing where there is none"
    assert visitor.get(f"{client}/photo").status_code == 404
    assert visitor.post(f"{client}/photo/edit", sent(picture())).location == client
    shown = visitor.get(f"{client}/photo")
    with database.session() as session:
        kept = session.scalars(select(ClientPhoto.content)).one()
    assert visitor.post(f"{client}/photo/edit", sent(picture("PNG", (90, 300), "RGBA"))).status_code == 303

    assert page(visitor.get(client)).select_one(".client-head img")["src"] == f"{client}/photo"
    found = page(visitor.post("/clients/search", {"q": "Teresa Martin"}))
    assert [image["src"] for image in found.select("main img")] == [f"{client}/photo"]
    assert len(shown.data) <= PHOTO_BYTES
    assert Image.open(io.BytesIO(shown.data)).size == (PHOTO_SIDE, PHOTO_SIDE)
    assert PLACE not in shown.data
    assert base64.b64encode(shown.data).decode()[:40] not in kept
    assert (shown.headers["Content-Type"], shown.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert visitor.get(f"{client}/photo").data != shown.data
    assert visitor.post(f"{client}/photo/remove").location == client
    assert visitor.get(f"{client}/photo").status_code == 404
    assert page(visitor.get(client)).select("img") == []


def test_what_is_no_picture_is_refused_and_others_photos_are_not_there(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor, client = signed_in("agency-manager"), f"/clients/{town.client}"

    for wrong in (PDF, b"", picture("TIFF", (60, 40))):
        answer = visitor.post(f"{client}/photo/edit", sent(wrong))
        assert answer.status_code == 422
        assert page(answer).select_one("#file-error") is not None
    visitor.post(f"{client}/photo/edit", sent(picture()))
    outsider = signed_in(OUTSIDER)
    assert outsider.get(f"{client}/photo").status_code == 404
    for path in ("edit", "remove"):
        assert outsider.post(f"{client}/photo/{path}", sent(picture())).status_code == 404
        assert visitor.post(f"/clients/{town.stranger}/photo/{path}", sent(picture())).status_code == 404
    assert signed_in("services-only").get(f"{client}/photo").status_code == 200
    for persona in ("services-only", "read-only", "reporting-monitoring"):
        assert signed_in(persona).get(f"{client}/photo/edit").status_code == 403
