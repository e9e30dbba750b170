"""What a role can really do with coordinated entry: see an assessment, record one, change it. HUD 4.19."""

from __future__ import annotations

from sqlalchemy.orm import Session

from hmis_web.models import Assessment, CEParticipation, Enrollment, Project
from tests.access.world import FULL, LIMITED, NONE, Probe, World
from tests.browser import field_value
from tests.factories import hud
from tests.town import Town

MADE_AT = "The library"


def assessed(session: Session, town: Town) -> None:
    """The shelter is an access point, and Teresa was assessed there."""
    stay, project = session.get_one(Enrollment, town.stay), session.get_one(Project, town.shelter)
    hud.of_project(session, CEParticipation, "ce_participation_id", project, access_point=1)
    hud.child(
        session, Assessment, "assessment_id", stay, assessment_date=town.today, assessment_location=MADE_AT
    )


def view(world: World) -> set[str]:
    """Row 27. Limited viewing knows the day alone."""
    answer = world.tab(_page(world))
    if answer.status_code != 200 or f"{world.town.today:%d %b %Y}" not in answer.text:
        return NONE
    return FULL if MADE_AT in answer.text else LIMITED


def create(world: World) -> set[str]:
    """Row 28."""
    told = {"idempotency_key": "probe", "assessment.assessment_date": str(world.town.today)}
    return {"C"} if world.write(f"{_page(world)}/assessments/new", told) else NONE


def edit(world: World) -> set[str]:
    """Row 29."""
    path = f"{_page(world)}/assessments/1"
    answer = world.tab(path)
    if answer.status_code != 200:
        return NONE
    told = {"version": field_value(answer, "version"), "assessment.assessment_type": "1"}
    return {"E"} if world.write(path, told | {"assessment.assessment_date": str(world.town.today)}) else NONE


def _page(world: World) -> str:
    return f"enrollments/{world.town.stay}/coordinated-entry"


ASSESSING: dict[int, Probe] = {27: view, 28: create, 29: edit}
