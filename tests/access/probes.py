"""What a role can really do, found out by asking: for each row of the matrix whose feature is built, a
request or more. A probe answers the words that the cell should hold: V, lim, C, E, own or none."""

from __future__ import annotations

from datetime import timedelta

from tests.access import people_probes
from tests.access.file_probes import FILE_PROBES
from tests.access.probes_enrollments import answers, change_enrollment, change_household, enroll
from tests.access.probes_stays import delete, leave, reopen
from tests.access.world import FULL, LIMITED, NONE, Probe, World
from tests.browser import page


def search(world: World) -> set[str]:
    """Row 1. Limited viewing finds a person without birth date and last four."""
    answer = world.visitor.post("/clients/search", {"q": "Teresa Martin"})
    if answer.status_code != 200 or "Teresa Martin" not in page(answer).main.text:
        return NONE
    return FULL if "1234" in page(answer).main.text else LIMITED


def profile(world: World) -> set[str]:
    """Row 2. The last four stand in a full header only."""
    text = world.client_page()
    return (FULL if "1234" in text else LIMITED) if "Teresa Martin" in text else NONE


def birth_date(world: World) -> set[str]:
    """Row 6: both, or it is not the full view."""
    whole = world.visitor.post(f"/clients/{world.town.client}/ssn", {"reason": "benefits"})
    shown = whole.status_code == 200 and "900-12-1234" in whole.text
    return FULL if shown and "14 Mar 1960" in world.client_page() else NONE


def household(world: World) -> set[str]:
    """Row 8. Limited viewing knows the members' names alone."""
    text = world.client_page()
    return (FULL if "child" in text else LIMITED) if "Luz" in text else NONE


def consent(world: World) -> set[str]:
    """Row 10."""
    return FULL if "release" in world.client_page() else NONE


def enrollments(world: World) -> set[str]:
    """Row 13. Limited viewing knows active ones only, so not when another one ended."""
    text, left = world.client_page(), world.town.today - timedelta(days=60)
    return (FULL if f"{left:%d %b %Y}" in text else LIMITED) if "Harbor Nights" in text else NONE


def services(world: World) -> set[str]:
    """Row 20. Limited viewing knows no amounts."""
    text = world.client_page()
    return (FULL if "$125.00" in text else LIMITED) if "Bed night" in text else NONE


def log_service(world: World) -> set[str]:
    """Row 21."""
    return log(world, world.town.stay, "200:200", world.town.today - timedelta(days=2))


def log_past_service(world: World) -> set[str]:
    """Row 23."""
    return log(world, world.town.past_stay, "141:6", world.town.today - timedelta(days=90))


def log(world: World, stay: int, service: str, day: object) -> set[str]:
    sent = {"service": service, "date_provided": str(day), "idempotency_key": "once"}
    answer = world.visitor.post(world.town.service_page(stay=stay), sent)
    return {"C"} if answer.status_code == 303 else NONE


def notes(world: World) -> set[str]:
    """Row 44. Notes are their agency's own for everybody, so limited viewing shows no less."""
    return FULL | LIMITED if world.note in world.client_page() else NONE


def alerts(world: World) -> set[str]:
    """Row 48."""
    return FULL if world.alert in world.client_page() else NONE


def run_report(world: World) -> set[str]:
    """Row 53."""
    day = world.town.today
    sent = {"projects": str(world.town.shelter), "start": str(day - timedelta(days=30)), "end": str(day)}
    answer = world.visitor.post("/reports/apr/new", sent)
    return FULL if answer.status_code == 303 and world.visitor.get("/reports").status_code == 200 else NONE


def export(world: World) -> set[str]:
    """Row 58."""
    day = world.town.today
    answer = world.visitor.post("/exports", {"start": str(day), "end": str(day), "hash": "y"})
    return {"C"} if answer.status_code == 303 else NONE


def import_file(world: World) -> set[str]:
    """Row 59."""
    return {"C"} if world.visitor.get("/imports/new").status_code == 200 else NONE


def manage_people(world: World) -> set[str]:
    """Row 65. Who may not see people must not be able to change them either."""
    path = f"/admin/people/{world.town.account}"
    seen = world.visitor.get(path).status_code == 200
    done = world.visitor.post(f"{path}/unlock").status_code == 303
    return {"E"} if seen and done else NONE if not (seen or done) else {"half"}


def manage_roles(world: World) -> set[str]:
    """Row 66, as far as there is something to manage: roles. Forms, lists and sharing have no pages yet."""
    seen = world.visitor.get(f"/admin/roles/{world.town.role}").status_code == 200
    made = world.visitor.post("/admin/roles/new", {"pattern": str(world.town.role), "name": "Night Desk"})
    return {"E"} if seen and made.status_code == 303 else NONE if not seen else {"half"}


def own_training(world: World) -> set[str]:
    """Row 67."""
    return FULL if world.visitor.get("/training").status_code == 200 else NONE


def staff_training(world: World) -> set[str]:
    """Row 68."""
    seen = world.visitor.get("/training/staff").status_code == 200
    one = world.visitor.get(f"/training/staff/{world.town.account}").status_code == 200
    return FULL if seen and one else NONE


def record_training(world: World) -> set[str]:
    """Row 69."""
    sent = {"course": "1", "completed_on": str(world.town.today - timedelta(days=3)), "waived_reason": "why"}
    answer = world.visitor.post(f"/training/staff/{world.town.account}/record", sent)
    return {"E"} if answer.status_code == 303 else NONE


def audit_trail(world: World) -> set[str]:
    """Row 62. Acts of the own agency; the page of another agency's client does not open."""
    answer = world.visitor.get(f"/clients/{world.town.client}/audit")
    strange = world.visitor.get(f"/clients/{world.town.stranger}/audit").status_code == 200
    seen = answer.status_code == 200 and "Opened the record" in page(answer).main.text
    return FULL if seen and (not strange or world.visitor.get("/imports").status_code == 200) else NONE


def switch(world: World) -> set[str]:
    """Row 72."""
    answer = world.visitor.post("/switch-agency", {"organization_id": str(world.elsewhere)})
    return FULL if answer.status_code == 303 else NONE


PROBES: dict[int, Probe] = {
    1: search,
    2: profile,
    3: people_probes.add_client,
    4: people_probes.edit_client,
    5: people_probes.merge_clients,
    11: people_probes.releases,
    12: people_probes.privacy,
    6: birth_date,
    8: household,
    9: change_household,
    10: consent,
    13: enrollments,
    14: enroll,
    15: change_enrollment,
    16: leave,
    17: reopen,
    18: delete,
    19: answers,
    20: services,
    21: log_service,
    23: log_past_service,
    44: notes,
    48: alerts,
    53: run_report,
    58: export,
    59: import_file,
    65: manage_people,
    66: manage_roles,
    67: own_training,
    68: staff_training,
    69: record_training,
    62: audit_trail,
    **FILE_PROBES,
    72: switch,
}
