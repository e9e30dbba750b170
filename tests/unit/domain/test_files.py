"""Files about clients: kept encrypted, read by those whose they are, changed by nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from hmis_web import models
from hmis_web.access.actor import Actor
from hmis_web.config import Settings
from hmis_web.db.errors import DomainError, Forbidden, NotFound, StaleVersion
from hmis_web.db.keys import KeyRing
from hmis_web.domain import deleted, deletion, files
from hmis_web.domain.file_content import MEBIBYTE, FileLimits, checked
from hmis_web.domain.file_store import FileStore
from hmis_web.domain.files import FileFacts, FileLine, NewFile
from tests.factories import hud
from tests.factories.uploads import PDF
from tests.personas import ADMINISTRATOR
from tests.unit.domain.conftest import CLOCK, NOW, TODAY, World

pytestmark = pytest.mark.both_databases
LIMITS = FileLimits(MEBIBYTE, 2 * MEBIBYTE)
READERS = ("direct-service", "direct-service-assessments", "program-manager", "agency-manager")
MANAGERS = ("program-manager", "agency-manager", ADMINISTRATOR)
FACTS = FileFacts("", "housing")


def upload(facts: FileFacts = FACTS, key: str = "once", data: bytes = PDF) -> NewFile:
    """A file that was sent."""
    return NewFile(checked(data, "Lease.pdf", LIMITS, None), facts, key)


@pytest.fixture
def store(settings: Settings, keyring: KeyRing) -> FileStore:
    return FileStore(settings.var, keyring, LIMITS)


def lying(store: FileStore) -> list[Path]:
    """What lies on the disk."""
    return sorted((store.var / "client-files").rglob("*.bin"))


def names(world: World, persona: str | Actor) -> list[str]:
    """Which of Ana's files somebody sees."""
    actor = world.actor(persona) if isinstance(persona, str) else persona
    return [line.name for line in files.of_client(world.session, actor, world.ana.id)]


def test_file_is_kept_encrypted_once_and_opened_as_it_was(world: World, store: FileStore) -> None:
    session, worker = world.session, world.actor("direct-service")

    made = [files.keep(session, worker, store, world.ana.id, upload(), CLOCK) for _ in range(2)]

    assert made[0] == made[1]
    [path] = lying(store)
    assert PDF[:30] not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    line, content = files.open_file(
        session, world.actor("reporting-monitoring"), store, world.ana.id, made[0]
    )
    assert content == PDF
    assert line == FileLine(
        *(made[0], world.ana.id, "Lease", "Open Door", TODAY, "housing", "pdf", len(PDF), "Direct Service"),
        is_own=True,
    )
    verbs = session.execute(select(models.AuditEvent.verb, models.AuditEvent.client_id)).all()
    assert [tuple(row) for row in verbs] == [("file:create", world.ana.id)]
    other = path.with_name("0" * 32 + ".bin")
    path.rename(other)
    session.get_one(models.ClientFile, made[0]).path = other.relative_to(store.var).as_posix()
    session.flush()
    with pytest.raises(InvalidTag):  # bound to its place
        files.open_file(session, worker, store, world.ana.id, made[0])
    other.unlink()
    with pytest.raises(NotFound):
        files.open_file(session, worker, store, world.ana.id, made[0])


def test_who_sees_which_file(world: World, store: FileStore) -> None:
    session, ana = world.session, world.ana.id
    worker = world.actor("direct-service")
    files.keep(session, worker, store, ana, upload(FileFacts("Lease", "housing")), CLOCK)
    secret = FileFacts("Letter", "medical", confidential=True)
    hidden = files.keep(session, worker, store, ana, upload(secret, "2"), CLOCK)
    assessor = world.actor("assessor-only")
    signed = files.keep(session, assessor, store, ana, upload(FileFacts("Signed", "consent"), "3"), CLOCK)

    for persona in ("program-manager", "agency-manager", "direct-service", ADMINISTRATOR):
        assert names(world, persona) == ["Signed", "Letter", "Lease"], persona
    for persona in ("direct-service-assessments", "reporting-monitoring"):
        assert names(world, persona) == ["Signed", "Lease"], persona
        with pytest.raises(NotFound):
            files.open_file(session, world.actor(persona), store, ana, hidden)
    limited = files.of_client(session, world.actor("read-only"), ana)
    assert [(line.name, line.category, line.size) for line in limited] == [
        ("Signed", "", 0),
        ("Lease", "", 0),
    ]
    assert names(world, "services-only") == []
    assert names(world, "assessor-only") == ["Signed"]
    assert files.open_file(session, assessor, store, ana, signed)[1] == PDF
    for persona, error in (("read-only", Forbidden), ("services-only", NotFound)):
        with pytest.raises(error):
            files.open_file(session, world.actor(persona), store, ana, limited[1].id)
    with pytest.raises(Forbidden):
        files.keep(session, assessor, store, ana, upload(), CLOCK)


def test_another_agency_reads_files_while_the_client_is_shared(world: World, store: FileStore) -> None:
    session, ana, elsewhere = world.session, world.ana.id, world.actor("outsider")
    key = files.keep(session, world.actor("direct-service"), store, ana, upload(), CLOCK)
    secret = FileFacts("Letter", "medical", confidential=True)
    files.keep(session, world.actor("direct-service"), store, ana, upload(secret, "2"), CLOCK)
    with pytest.raises(NotFound):
        files.open_file(session, elsewhere, store, ana, key)

    world.release()

    assert names(world, elsewhere) == ["Lease"]
    assert files.open_file(session, elsewhere, store, ana, key)[1] == PDF
    assert not files.get(session, elsewhere, ana, key).is_own
    with pytest.raises(NotFound):
        files.edit(session, elsewhere, ana, key, FACTS, CLOCK, version=1)
    assert files.of_client(session, replace(elsewhere, as_of=TODAY + timedelta(days=40)), ana) == []
    outside = hud.organization(session, "Harbor House", victim_service_provider=1)
    session.get_one(models.ClientFile, key).organization_id = outside.id
    session.flush()
    assert names(world, elsewhere) == []
    assert names(world, ADMINISTRATOR) == ["Letter"]


def test_edit_changes_what_is_said_and_the_later_of_two_is_told(world: World, store: FileStore) -> None:
    session, ana, worker = world.session, world.ana.id, world.actor("direct-service")
    key = files.keep(session, worker, store, ana, upload(), CLOCK)
    until = TODAY + timedelta(days=20)

    files.edit(session, worker, ana, key, FileFacts("Old lease", "legal", until, True), CLOCK, version=1)

    line = files.get(session, world.actor("agency-manager"), ana, key)
    assert (line.name, line.category, line.expires_on, line.confidential) == (
        "Old lease",
        "legal",
        until,
        True,
    )
    assert line.version == 2
    with pytest.raises(StaleVersion):
        files.edit(session, worker, ana, key, FileFacts("", "other"), CLOCK, version=1)
    files.edit(session, worker, ana, key, FileFacts("", "legal", until, True), CLOCK, version=2)
    assert files.get(session, worker, ana, key).version == 2, "nothing was changed"
    session.get_one(models.ClientFile, key).expires_on = TODAY - timedelta(days=3)
    files.edit(session, worker, ana, key, FileFacts("", "legal", TODAY - timedelta(days=3)), CLOCK, version=2)
    for wrong, field in (
        (FileFacts("", "legal", TODAY - timedelta(days=1)), "expires_on"),
        (FileFacts("", "legal", TODAY + timedelta(days=99_999)), "expires_on"),
        (FileFacts("", "gossip"), "category"),
    ):
        with pytest.raises(DomainError) as refused:
            files.edit(session, worker, ana, key, wrong, CLOCK, version=3)
        assert refused.value.field == field
    for persona in ("read-only", "services-only", "assessor-only", "reporting-monitoring"):
        with pytest.raises(Forbidden):
            files.edit(session, world.actor(persona), ana, key, FACTS, CLOCK, version=3)
    strange = hud.client(session, world.keyring, world.community.home)
    with pytest.raises(NotFound):
        files.edit(session, worker, strange.id, key, FACTS, CLOCK, version=3)


def test_files_that_expire_are_told_around_the_day(world: World, store: FileStore) -> None:
    session, ana, worker = world.session, world.ana.id, world.actor("direct-service")
    days = {"Soon": 5, "Today": 0, "Later": 31, "Just over": -4, "Long over": -40}
    for name, ahead in days.items():
        key = files.keep(session, worker, store, ana, upload(FileFacts(name, "income"), name), CLOCK)
        session.get_one(models.ClientFile, key).expires_on = TODAY + timedelta(days=ahead)
    session.flush()
    month = timedelta(days=30)

    assert [line.name for line in files.expiring(session, worker, month)] == ["Just over", "Today", "Soon"]
    world.release()
    for persona in ("outsider", "read-only", "services-only"):
        assert files.expiring(session, world.actor(persona), month) == []


def test_room_of_a_client_is_limited(world: World, store: FileStore) -> None:
    session, ana, worker = world.session, world.ana.id, world.actor("direct-service")
    large = PDF + bytes(MEBIBYTE - len(PDF) - 8) + b"\n%%EOF\n"
    for key in ("1", "2"):
        files.keep(session, worker, store, ana, upload(key=key, data=large), CLOCK)

    with pytest.raises(DomainError, match="2 MB together"):
        files.keep(session, worker, store, ana, upload(key="3"), CLOCK)
    with pytest.raises(DomainError, match="act for all agencies"):
        files.keep(session, world.actor(ADMINISTRATOR), store, ana, upload(key="4"), CLOCK)
    with pytest.raises(NotFound):
        files.keep(session, world.actor("outsider"), store, ana, upload(key="5"), CLOCK)
    with pytest.raises(Forbidden):
        files.keep(session, world.actor("reporting-monitoring"), store, ana, upload(key="6"), CLOCK)
    assert len(lying(store)) == 2


def test_deleted_file_is_gone_for_all_and_comes_back_with_its_content(world: World, store: FileStore) -> None:
    session, ana, manager = world.session, world.ana.id, world.actor("program-manager")
    key = files.keep(session, world.actor("direct-service"), store, ana, upload(), CLOCK)
    with pytest.raises(Forbidden):
        deletion.delete(session, world.actor("direct-service"), "file", ana, key, "Wrong person", CLOCK)

    act = deletion.delete(session, manager, "file", ana, key, "Wrong person", CLOCK)

    assert names(world, "agency-manager") == []
    with pytest.raises(NotFound):
        files.open_file(session, manager, store, ana, key)
    assert [line.words for line in deleted.deleted_lately(session, manager, ana, ["file"], NOW)] == ["Lease"]
    deletion.restore(session, manager, ana, act, CLOCK)
    assert files.open_file(session, manager, store, ana, key)[1] == PDF
