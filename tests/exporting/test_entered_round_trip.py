"""What was entered here goes out and comes in unchanged: every question of each stage, for each group of
funders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.access.actor import Actor
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.answers import place_of
from hmis_web.domain.answers.rows import STAGE_FILES
from hmis_web.domain.progress import NoProgress
from hmis_web.exporting.hmis_csv import ExportParams
from hmis_web.importing.runs import import_file
from hmis_web.models import hud_model
from hmis_web.standards import file
from hmis_web.standards.elements import element
from hmis_web.standards.forms import (
    Person,
    Question,
    Section,
    form_for,
    options,
    questions_by_key,
    shown,
    with_known,
    without,
)
from tests.answers.conftest import POINT, Desk
from tests.exporting.conftest import Exporting
from tests.personas import Community

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

ENTRY, EXIT = date(2025, 3, 1), date(2026, 4, 1)
DAYS = {
    POINT.ENTRY: ENTRY,
    POINT.UPDATE: date(2025, 6, 1),
    POINT.ANNUAL: date(2026, 3, 1),
    POINT.EXIT: EXIT,
    POINT.POST_EXIT: date(2026, 5, 1),
}
PROJECTS = [
    (13, 3), (0, 8), (12, 9), (3, 15), (4, 21), (0, 22),
    (2, 24), (12, 33), (3, 20), (2, 43), (6, 45), (8, 30),
]  # fmt: skip
"""(project type, funder): CoC, ESG, HOPWA, PATH, two of RHY, SSVF, HUD-VASH, YHDP, GPD, CCSH."""
OTHERWISE = [(2, 24), (0, 22), (2, 43), (3, 15)]
"""Those whose questions branch both ways, answered the other way, too."""
OPENING = {"enrollment.living_situation": 435, "exit.destination": 435, "exit.project_completion_status": 3}
"""What opens further questions where a Yes does not."""
OTHER_WAY = {
    "exit.destination": 17, "employment_education.employed": 0, "enrollment.eligible_for_rhy": 0,
    "youth_education_status.current_school_attend": 0, "enrollment.referral_source": 7,
    "income_benefits.adap": 0, "income_benefits.ryan_white_med_dent": 0,
}  # fmt: skip
VETERAN_HEAD = Person(is_hoh=True, is_adult=True, is_veteran=True)
YES_TO_HIV = {"disabilities.8.disability_response": 1}


def test_answers_of_every_stage_and_funder_go_out_and_come_in_unchanged(
    database: Database,
    settings: Settings,
    keyring: KeyRing,
    community: Community,
    exported: Exporting,
) -> None:
    asked: set[str] = set()
    with database.session(write=True) as session:
        desk = Desk(session, keyring, community)
        for project_type, funder in PROJECTS:
            asked |= answer_everything(desk, project_type, funder, OPENING)
        for project_type, funder in OTHERWISE:
            asked |= answer_everything(desk, project_type, funder, OPENING | OTHER_WAY)
        local = session.scalars(select(models.DataSource.id)).one()
        session.commit()

    made = exported(ExportParams(everything=True))
    outcome = import_file(
        database, settings, keyring, made.path, source_name="partner", actor=Actor.system(),
        progress=NoProgress(), now=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip

    assert outcome.state == "applied"
    assert outcome.ok
    with database.session() as session:
        for name in ("Enrollment", "Exit", *STAGE_FILES):
            entered = rows(session, name, local)
            assert entered
            assert rows(session, name, local, besides=True) == entered, name
    assert {each.key for each in questions_by_key().values() if is_of_a_stage(each)} - asked == set()


def is_of_a_stage(question: Question) -> bool:
    """Whether a question is asked at a stage, and is not of the stay itself."""
    stages = element(question.element).collected & DAYS.keys()
    return bool(stages) and question.section != "stay"


def answer_everything(desk: Desk, project_type: int, funder: int, chosen: dict[str, int]) -> set[str]:
    """Answer every question of every stage of a veteran's stay; {key} of what was asked."""
    stay = desk.stay(project_type, funder, entry_date=ENTRY, veteran_status=1)
    place = place_of(desk.session, stay.project_key, ENTRY)
    asked: set[str] = set()
    for stage, day in DAYS.items():
        form = with_known(without(form_for(stage, place, VETERAN_HEAD), "stay"), YES_TO_HIV)
        if not form:
            continue
        given = answered(form, day, chosen)
        desk.save(stay, stage, day, given)
        assert given.items() <= desk.read(stay, stage, day).items()
        asked |= {each.key for section in shown(form, given) for each in section.questions}
    return asked


def answered(form: tuple[Section, ...], day: date, chosen: dict[str, int]) -> dict[str, Any]:
    """An answer to every question that can be opened, opened ones too."""
    given: dict[str, Any] = {}
    while True:
        new = {
            each.key: chosen.get(each.key, value(each, day, given))
            for section in shown(form, given)
            for each in section.questions
            if each.key not in given and not each.is_computed
        }
        if not new:
            return given
        given |= new


def value(question: Question, day: date, given: dict[str, Any]) -> Any:
    """An answer, one that opens further questions where there is one."""
    match question.kind:
        case "yes_no":
            return int(question.element != "4.04" or question.key == "income_benefits.other_insurance")
        case "date":
            return day + timedelta(days=60) if question.key.endswith("due_date") else day
        case "money":
            return Decimal("10.25")
        case "number":
            return 3
        case "text":
            return 'A "quoted", long answer'
    codes = [code.value for code in options(question, given)]
    if question.column.kind == "S":
        return codes[0]
    return 1 if "1" in codes else int(codes[0])


def rows(session: Session, name: str, source: int, *, besides: bool = False) -> list[tuple[Any, ...]]:
    """What HUD's columns of a file say, for one source or for all others."""
    model: Any = hud_model(name)
    names = [column.attribute for column in file(name).columns if column.name != "ExportID"]
    of_source = model.data_source_id != source if besides else model.data_source_id == source
    found = session.execute(select(*(getattr(model, each) for each in names)).where(of_source))
    return sorted((tuple(row) for row in found), key=str)
