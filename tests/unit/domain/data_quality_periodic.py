"""What breaks each periodic rule of the daily check, beside what does not."""

from __future__ import annotations

from typing import Any

from hmis_web import models
from tests.factories import hud
from tests.unit.domain.data_quality_files import Files, ago, case


@case("P001")
def _(files: Files) -> list[Any]:
    program = files.program(3)
    asked = files.stay(program, 420)
    files.row(
        models.IncomeBenefits, "income_benefits_id", asked, information_date=ago(50), data_collection_stage=5
    )
    files.stay(program, 360)
    child = {"household_id": "H", "relationship_to_hoh": 2}
    return [files.stay(program, 420, household_id="H"), files.stay(program, 400, **child)]


@case("P002")
def _(files: Files) -> list[Any]:
    program = files.program(3)
    files.stay(program, 420)
    return [files.stay(program, 360)]


@case("P003")
def _(files: Files) -> list[Any]:
    outreach = files.program(4)
    seen = files.stay(outreach, 200)
    files.row(models.CurrentLivingSituation, "current_living_sit_id", seen, information_date=ago(10))
    files.stay(files.program(0), 200)
    return [files.stay(outreach, 200)]


@case("P004")
def _(files: Files) -> list[Any]:
    nights = files.program(1)
    for days in (10, 89):
        hud.service(files.session, files.stay(nights, 200), ago(days))
    gone = files.stay(nights, 200)
    hud.service(files.session, gone, ago(95))
    hud.exit(files.session, gone, ago(94))
    silent = files.stay(nights, 200)
    hud.service(files.session, silent, ago(90))
    return [silent]


@case("P005")
def _(files: Files) -> list[Any]:
    nights = files.program(1)
    for days in (10, 95):
        hud.service(files.session, files.stay(nights, 200), ago(days))
    rare = files.stay(nights, 200)
    hud.service(files.session, rare, ago(40))
    return [rare]


@case("P006")
def _(files: Files) -> list[Any]:
    program = files.program(14)
    for values in ({"event_date": ago(5)}, {"event_date": ago(60), "referral_result": 1}):
        files.row(models.Event, "event_id", files.stay(program), event=14, **values)
    open_one = files.stay(program)
    for days in (60, 40):
        files.row(models.Event, "event_id", open_one, event=14, event_date=ago(days))
    return [open_one]


@case("P007")
def _(files: Files) -> list[Any]:
    shelter, outreach = files.program(0), files.program(4)
    for number in range(49):
        files.stay(shelter, 10 + number)
    files.stay(outreach, 700)
    return [files.stay(shelter, 200), files.stay(outreach, 800)]


@case("P008")
def _(files: Files) -> list[Any]:
    empty, used, over = files.program(), files.program(), files.program(operating_end_date=ago(400))
    assert over
    files.stay(used)
    hud.exit(files.session, files.stay(empty, 500), ago(400))
    return [empty]
