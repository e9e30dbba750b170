"""The community's own questions: defined, versioned, asked where they should be, answered, counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hmis_web import models
from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError, Forbidden, NotFound, StaleVersion
from hmis_web.domain import answers, custom_fields
from hmis_web.domain.custom_fields import FieldRules
from hmis_web.standards.elements import CollectionPoint, Person
from hmis_web.standards.forms import answered, form_for, shown
from hmis_web.standards.own_questions import OWN
from tests.factories import hud
from tests.personas import ADMINISTRATOR
from tests.unit.domain.conftest import CLOCK, TODAY, World

pytestmark = pytest.mark.both_databases
ENTRY, EXIT, UPDATE, ANNUAL = (
    CollectionPoint.ENTRY,
    CollectionPoint.EXIT,
    CollectionPoint.UPDATE,
    CollectionPoint.ANNUAL,
)
PETS = FieldRules("Pets that come along", stages=frozenset({ENTRY, UPDATE}))
TONGUES = replace(PETS, label="Languages", new_options=("Spanish", "English", "Tigrinya"))
GROWN = Person(is_hoh=True, is_adult=True)


def administrator(world: World) -> Actor:
    return world.actor(ADMINISTRATOR)


def add(world: World, rules: FieldRules, kind: str = "number", subject: str = "stay") -> int:
    return custom_fields.create_field(world.session, administrator(world), subject, kind, rules, CLOCK)


def asked(world: World, stage: CollectionPoint, who: Person = GROWN) -> list[str]:
    place = answers.place_of(world.session, world.stay.project_key, TODAY)
    own = [section for section in form_for(stage, place, who) if section.key == OWN]
    return [question.label for section in own for question in section.questions]


def codes(world: World, field_id: int) -> dict[str, str]:
    return {each.label: each.code for each in custom_fields.get_field(world.session, field_id).options}


def save(world: World, told: dict[str, object], stage: CollectionPoint = ENTRY, **more: object) -> int:
    worker = world.actor("agency-manager")
    return answers.save(world.session, worker, world.stay.id, stage, TODAY, told, CLOCK, **more)  # type: ignore[arg-type]


def read(world: World, stage: CollectionPoint = ENTRY) -> dict[str, object]:
    found = answers.read(world.session, world.actor("agency-manager"), world.stay.id, stage, TODAY)
    return {key: value for key, value in found.items() if key.startswith("own.")}


def test_forms_ask_a_question_at_its_stages_of_its_people_in_its_projects(world: World) -> None:
    project = world.session.get_one(models.Project, world.stay.project_key)
    other = hud.project(world.session, world.community.home, "Elsewhere", project_type=4)
    child, spouse = Person(), Person(is_adult=True)
    cases = [
        (PETS, ENTRY, GROWN, True),
        (PETS, EXIT, GROWN, False),
        (PETS, CollectionPoint.OCCURRENCE, GROWN, False),
        (replace(PETS, who="adults"), ENTRY, spouse, True),
        (replace(PETS, who="adults"), ENTRY, child, False),
        (replace(PETS, who="heads"), ENTRY, spouse, False),
        (replace(PETS, who="heads"), ENTRY, Person(is_hoh=True), True),
        (replace(PETS, who="adults_and_heads"), ENTRY, Person(is_hoh=True), True),
        (replace(PETS, who="adults_and_heads"), ENTRY, child, False),
        (replace(PETS, project_types=frozenset({project.project_type or 0})), ENTRY, GROWN, True),
        (replace(PETS, project_types=frozenset({13})), ENTRY, GROWN, False),
        (replace(PETS, project_keys=frozenset({project.id})), ENTRY, GROWN, True),
        (replace(PETS, project_keys=frozenset({other.id})), ENTRY, GROWN, False),
    ]
    field = add(world, PETS)
    wrong = []

    for version, (rules, stage, who, expected) in enumerate(cases, 1):
        custom_fields.save_field(world.session, administrator(world), field, rules, version, CLOCK)
        if bool(asked(world, stage, who)) != expected:
            wrong.append((rules, stage, who))

    assert wrong == []


def test_what_a_field_cannot_be_is_refused_at_its_question(world: World) -> None:
    add(world, PETS)
    cases = [
        (replace(PETS, label="  "), "number", "stay", "label"),
        (replace(PETS, label="pets that  come along"), "number", "stay", "label"),
        (replace(PETS, label="x" * 201), "number", "stay", "label"),
        (replace(PETS, label="A", hint="x" * 301), "number", "stay", "hint"),
        (replace(PETS, label="A"), "essay", "stay", "kind"),
        (replace(PETS, label="A"), "number", "dog", "subject"),
        (replace(PETS, label="A", who="cats"), "number", "stay", "who"),
        (replace(PETS, label="A", who="heads"), "number", "client", "who"),
        (replace(PETS, label="A", stages=frozenset()), "number", "stay", "stages"),
        (replace(PETS, label="A", stages=frozenset({CollectionPoint.POST_EXIT})), "text", "stay", "stages"),
        (replace(PETS, label="A", project_types=frozenset({77})), "number", "stay", "project_types"),
        (replace(PETS, label="A"), "choice", "stay", "new_options"),
        (replace(PETS, label="A", new_options=("x" * 101,)), "choice", "stay", "new_options"),
    ]
    found = []

    for rules, kind, subject, _field in cases:
        with pytest.raises(DomainError) as refused, world.session.begin_nested():
            add(world, rules, kind, subject)
        found.append(refused.value.field)

    assert found == [field for *_rest, field in cases]
    with pytest.raises(NotFound):
        add(world, replace(PETS, label="A", project_keys=frozenset({987654})))
    manager = world.actor("agency-manager")
    with pytest.raises(Forbidden):
        custom_fields.create_field(world.session, manager, "stay", "text", replace(PETS, label="A"), CLOCK)


def test_answers_of_every_kind_stand_change_and_keep_what_was_said_before(world: World) -> None:
    pets, name = add(world, PETS), add(world, replace(PETS, label="Who to call"), "text")
    since, tongues = add(world, replace(PETS, label="Here since"), "date"), add(world, TONGUES, "several")
    vet = add(world, replace(TONGUES, label="First language"), "choice")
    offered, first = codes(world, tongues), codes(world, vet)
    told: dict[str, object] = {
        f"own.{pets}": 2,
        f"own.{name}": "Her aunt",
        f"own.{since}": TODAY - timedelta(days=9),
        f"own.{tongues}": (offered["Spanish"], offered["Tigrinya"]),
        f"own.{vet}": first["Tigrinya"],
    }

    save(world, told, complete=False)
    assert read(world) == told
    save(world, {f"own.{pets}": 3, f"own.{name}": None}, version=1, complete=False)
    changed = {key: value for key, value in told.items() if key != f"own.{name}"} | {f"own.{pets}": 3}
    assert read(world) == changed
    assert read(world, UPDATE) == {}
    before = answers.prior(world.session, world.actor("agency-manager"), world.stay.id, TODAY)
    assert (before[f"own.{pets}"].value, before[f"own.{pets}"].stage) == (3, ENTRY)
    rows = world.session.scalars(
        select(models.CustomValue).where(models.CustomValue.field_id == pets).order_by(models.CustomValue.id)
    ).all()
    assert [(row.number_value, row.replaced_at is None) for row in rows] == [(2, False), (3, True)]


def test_answers_come_with_the_scope_of_their_stay(world: World) -> None:
    pets = add(world, PETS)
    save(world, {f"own.{pets}": 2}, complete=False)
    stranger = world.actor("outsider")

    with pytest.raises(NotFound):
        answers.read(world.session, stranger, world.stay.id, ENTRY, TODAY)
    with pytest.raises(NotFound):
        answers.save(world.session, stranger, world.stay.id, ENTRY, TODAY, {f"own.{pets}": 9}, CLOCK)
    field = custom_fields.get_field(world.session, pets)
    assert custom_fields.tally(world.session, stranger, field).answers == 0
    assert custom_fields.tally(world.session, world.actor("agency-manager"), field).values == ((2, 1),)


def test_missing_answer_blocks_a_complete_form_only_where_it_is_required_and_was_asked(world: World) -> None:
    pets = add(world, replace(PETS, is_required=True))
    save(world, {}, complete=True)
    save(world, {f"own.{pets}": None}, complete=False, version=1)

    with pytest.raises(answers.Refused) as refused:
        save(world, {f"own.{pets}": None}, complete=True, version=2)

    assert [finding.key for finding in refused.value.findings] == [f"own.{pets}"]
    save(world, {f"own.{pets}": 0}, complete=True, version=2)
    assert read(world) == {f"own.{pets}": 0}


def test_retired_field_and_option_are_asked_no_longer_and_stay_readable(world: World) -> None:
    tongues = add(world, TONGUES, "choice")
    offered = codes(world, tongues)
    save(world, {f"own.{tongues}": offered["Tigrinya"]}, complete=False)
    line = custom_fields.get_field(world.session, tongues)
    kept = frozenset(each.id for each in line.options if each.label != "Tigrinya")
    rules = replace(TONGUES, offered=kept, new_options=("Amharic",))

    custom_fields.save_field(world.session, administrator(world), tongues, rules, 1, CLOCK)
    place = answers.place_of(world.session, world.stay.project_key, TODAY)
    (section,) = custom_fields.sections_for(ENTRY, place, GROWN)
    assert [code.label for code in section.questions[0].codes if code.active] == [
        "Spanish",
        "English",
        "Amharic",
    ]
    assert answered(shown((section,), {}), {f"own.{tongues}": offered["Tigrinya"]}) == (1, 1)
    custom_fields.retire_field(world.session, administrator(world), tongues, 2, CLOCK)
    assert asked(world, ENTRY) == []
    assert read(world) == {f"own.{tongues}": offered["Tigrinya"]}
    custom_fields.reactivate_field(world.session, administrator(world), tongues, 3, CLOCK)
    assert asked(world, ENTRY) == ["Languages"]
    versions = world.session.scalars(select(models.CustomFieldVersion.number)).all()
    assert sorted(versions) == [1, 2, 3, 4]
    with pytest.raises(StaleVersion):
        custom_fields.retire_field(world.session, administrator(world), tongues, 2, CLOCK)


def test_order_is_changed_step_by_step_and_all_of_it_is_audited(world: World) -> None:
    for label in ("A", "B", "C"):
        add(world, replace(PETS, label=label))
    last = custom_fields.all_fields(world.session)[2].id

    custom_fields.move_field(world.session, administrator(world), last, up=True)
    custom_fields.move_field(world.session, administrator(world), last, up=True)
    custom_fields.move_field(world.session, administrator(world), last, up=True)  # it is the first already

    assert [each.label for each in custom_fields.all_fields(world.session)] == ["C", "A", "B"]
    verbs = world.session.scalars(
        select(models.AuditEvent.verb).where(models.AuditEvent.subject_type == "custom_field")
    ).all()
    assert sorted(verbs) == ["field:create"] * 3 + ["field:move"] * 2
