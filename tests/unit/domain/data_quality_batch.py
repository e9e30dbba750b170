"""What breaks each batch rule of the daily check, beside what does not."""

from __future__ import annotations

from typing import Any

from hmis_web import models
from tests.factories import hud
from tests.unit.domain.data_quality_files import Files, ago, case


@case("B001")
def _(files: Files) -> list[Any]:
    program = files.program()
    files.stay(program)
    twins = []
    for number in ("900123456", "900123456", "900123457"):
        client = hud.client(files.session, files.keyring, files.home, ssn=number)
        twins.append(hud.enrollment(files.session, client, program, entry_date=ago(9)))
    hud.client(files.session, files.keyring, hud.organization(files.session, "Elm"), ssn="900123457")
    return twins[:2]


@case("B002")
def _(files: Files) -> list[Any]:
    program = files.program()
    files.stay(program, ssn_data_quality=1)
    unknown = files.stay(program, 50, ssn_data_quality=99)
    client = files.session.get_one(models.Client, unknown.client_key)
    return [hud.enrollment(files.session, client, program, entry_date=ago(5))]


@case("B003")
def _(files: Files) -> list[Any]:
    program, children = files.program(), {"dob": ago(9 * 365)}
    files.stay(program, household_id="Q", relationship_to_hoh=2, **children)
    files.stay(program, household_id="Q")
    files.stay(program, dob=None)
    files.stay(program, household_id="K", relationship_to_hoh=2, **children)
    return [files.stay(program, household_id="K", **children)]


@case("B004")
def _(files: Files) -> list[Any]:
    program = files.program()
    files.stay(program)
    return [files.stay(program, dob_data_quality=2)]


@case("B005")
def _(files: Files) -> list[Any]:
    ssvf = files.program(13, 33)
    files.stay(files.program(13), veteran_status=1)
    files.stay(ssvf, veteran_status=0)
    return [files.stay(ssvf, veteran_status=1)]


@case("B006")
def _(files: Files) -> list[Any]:
    program = files.program()
    files.stay(program, veteran_status=1, military_branch=1)
    return [files.stay(program, veteran_status=1, military_branch=8)]


@case("B007")
def _(files: Files) -> list[Any]:
    program = files.program()
    files.stay(program, personal_id="X2")
    return [files.stay(program, personal_id="x1"), files.stay(program, personal_id="X1 ")]


@case("B008")
def _(files: Files) -> list[Any]:
    program = files.program(operating_start_date=ago(100), operating_end_date=ago(30))
    hud.exit(files.session, files.stay(program, 90), ago(30))
    return [files.stay(program, 110), files.stay(program, 90)]


def _participating(files: Files) -> models.Project:
    program = files.program()
    hud.of_project(
        files.session, models.HMISParticipation, "hmis_participation_id", program, hmis_participation_type=1,
        hmis_participation_status_start_date=ago(100), hmis_participation_status_end_date=ago(50),
    )  # fmt: skip
    return program


@case("B009")
def _(files: Files) -> list[Any]:
    program = _participating(files)
    files.stay(files.program(), 20)
    hud.exit(files.session, files.stay(program, 90), ago(60))
    return [files.stay(program, 20)]


@case("B010")
def _(files: Files) -> list[Any]:
    program = _participating(files)
    files.stay(program, 20)
    hud.exit(files.session, files.stay(program, 90), ago(60))
    early = files.stay(program, 120)
    hud.exit(files.session, early, ago(70))
    return [early, files.stay(program, 90)]


@case("B011")
def _(files: Files) -> list[Any]:
    rapid = files.program(13)
    for number in range(49):
        files.stay(rapid, 20 + number)
    files.stay(rapid, 900, move_in_date=ago(800))
    return [files.stay(rapid, 300)]


@case("B012")
def _(files: Files) -> list[Any]:
    path = files.program(4, 21)
    done = {"client_enrolled_in_path": 1, "date_of_path_status": ago(90)}
    for values in (done, {}):
        left = files.stay(path, 100, **values)
        hud.exit(files.session, left, ago(5))
    files.stay(path, 100)
    return [left]


@case("B013")
def _(files: Files) -> list[Any]:
    prevention, rapid = files.program(12, 33), files.program(13, 33)
    whole = {"percent_ami": 1, "vamc_station": "402"}
    files.stay(prevention, **whole, hp_screening_score=20, threshold_score=15)
    files.stay(rapid, **whole)
    files.stay(rapid, relationship_to_hoh=2, household_id="Z")
    return [files.stay(prevention, **whole), files.stay(rapid, percent_ami=99, vamc_station="402")]


@case("B014")
def _(files: Files) -> list[Any]:
    files.program(0)
    bare = hud.project(files.session, files.home, "Bare", project_type=3)
    hud.project(files.session, files.home, "Services", project_type=13, rrh_sub_type=1)
    return [bare, hud.project(files.session, files.home, "Homes", project_type=13, rrh_sub_type=2)]


@case("B015")
def _(files: Files) -> list[Any]:
    used, unused = files.program(), files.program()
    files.stay(used)
    return [unused]
