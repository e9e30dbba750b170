"""Organization, User, Project and its descriptors as frames of HUD's files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from hmis_web.demo.projects import (
    AFFILIATIONS,
    AGENCIES,
    CITY,
    COC,
    GEOCODE,
    OTHER_FUNDER,
    PROJECTS,
    STATE,
    Project,
)

STAFF_PER_AGENCY = 6
STAFF = (
    "Dana Whitlock", "Marcus Ferris", "Lupe Arriaga", "Priya Nandakar", "Tomas Wendell", "Ruth Okonji",
    "Jo Halvers",
    "Ana Sorrell", "Theo Marchetti", "Bea Lindgard", "Sam Yarrow", "Kei Morisaka", "Ines Calder",
    "Omar Haddin", "Gwen Tollis",
    "Ray Duquette", "Mai Phanou", "Cal Everly", "Nora Vickery", "Abel Fontes", "Lila Ostrov", "Hank Brannick",
    "Joy Mbari",
    "Iris Penhale", "Drew Salcido", "Faye Rowntree", "Luis Taveras", "Kit Somers", "Amara Nwosa",
    "Vera Klimt", "Ned Colburn",
    "Tess Aldane", "Zane Purcell", "Mina Sato-Reyes", "Walt Greer", "Opal Jessup",
)  # fmt: skip
BED_COLUMNS = (
    "ch_vet_bed_inventory", "youth_vet_bed_inventory", "vet_bed_inventory", "ch_youth_bed_inventory",
    "youth_bed_inventory", "ch_bed_inventory", "other_bed_inventory",
)  # fmt: skip


def project_frames(clients: int, as_of: date) -> dict[str, pl.DataFrame]:
    """Frames of the files that describe the community; beds grow with the number of clients."""
    opened = (as_of - timedelta(days=4 * 365 + 400)).replace(month=1, day=1)
    stamp = {
        "date_created": f"{opened} 09:00:00",
        "date_updated": f"{opened} 09:00:00",
        "user_id": staff_id(6, 0),
    }
    rows: dict[str, list[dict[str, Any]]] = {
        "Organization": [_organization(agency.number) for agency in AGENCIES],
        "Project": [_project(project, opened) for project in PROJECTS],
        "Funder": _funders(opened),
        "ProjectCoC": [_place(project) for project in PROJECTS],
        "Inventory": _inventory(clients, opened),
        "Affiliation": _affiliations(),
        "HMISParticipation": [_participation(project, opened) for project in PROJECTS],
        "CEParticipation": [_coordinated_entry(project, opened) for project in PROJECTS],
    }
    frames = {
        name: pl.DataFrame([{**row, **stamp} for row in listed], infer_schema_length=None)
        for name, listed in rows.items()
    }
    return {"User": _users(stamp), **frames}


def staff_id(agency: int, place: int) -> str:
    """HUD UserID of the n-th worker of an agency."""
    return f"U{(agency - 1) * STAFF_PER_AGENCY + place + 1:03d}"


def project_id(number: int) -> str:
    """HUD ProjectID."""
    return f"P{number:02d}"


def _users(stamp: dict[str, str]) -> pl.DataFrame:
    rows = []
    for index, name in enumerate(STAFF):
        first, last = name.split()
        rows.append({
            "user_id": f"U{index + 1:03d}", "user_first_name": first, "user_last_name": last,
            "user_phone": f"707{AGENCIES[index // STAFF_PER_AGENCY].phone}",
            "user_extension": str(101 + index),
            "user_email": f"{first}.{last}@riverbend.example".lower(),
            "date_created": stamp["date_created"], "date_updated": stamp["date_updated"],
        })  # fmt: skip
    return pl.DataFrame(rows)


def _organization(number: int) -> dict[str, Any]:
    agency = AGENCIES[number - 1]
    return {"organization_id": f"A{number}", "organization_name": agency.name, "victim_service_provider": 0,
            "organization_common_name": agency.common_name, "organization_no": number}  # fmt: skip


def _project(project: Project, opened: date) -> dict[str, Any]:
    return {
        "project_id": project_id(project.number), "organization_id": f"A{project.agency}",
        "project_name": project.name, "project_common_name": project.name, "operating_start_date": opened,
        "continuum_project": 1, "project_type": project.project_type, "housing_type": project.housing_type,
        "rrh_sub_type": project.rrh_sub_type,
        "residential_affiliation": 1 if project.project_type == 6 else None,
        "target_population": project.target,
        "hopwa_med_assisted_living_fac": 0 if 15 in project.funders else 2,
        "project_no": project.number, "organization_no": project.agency,
    }  # fmt: skip


def _funders(opened: date) -> list[dict[str, Any]]:
    pairs = [(project, funder) for project in PROJECTS for funder in project.funders]
    return [
        {"funder_id": f"F{index:03d}", "project_id": project_id(project.number), "funder": funder,
         "other_funder": OTHER_FUNDER if funder == 46 else None,
         "grant_id": f"XX{funder:02d}-{project.number:04d}",
         "start_date": opened, "project_no": project.number}
        for index, (project, funder) in enumerate(pairs, 1)
    ]  # fmt: skip


def _place(project: Project) -> dict[str, Any]:
    return {"project_coc_id": f"Z{project.number:02d}", "project_id": project_id(project.number),
        "coc_code": COC,
            "geocode": GEOCODE, "address1": project.address, "city": CITY, "state": STATE, "zip": "00001",
            "geography_type": 2, "project_no": project.number}  # fmt: skip


def _inventory(clients: int, opened: date) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for project in PROJECTS:
        base = sum(beds for _, beds, _, _ in project.inventory)
        for household_type, beds, units, category in project.inventory:
            factor = max(1.0, clients * project.capacity_share / base)
            total = round(beds * factor)
            shelter = project.project_type in (0, 1)
            rows.append({
                "inventory_id": f"B{len(rows) + 1:03d}", "project_id": project_id(project.number),
                "coc_code": COC,
                "household_type": household_type, "availability": 1 if shelter else None,
                "unit_inventory": min(round(units * factor), total), "bed_inventory": total,
                **{column: total if column == category else 0 for column in BED_COLUMNS},
                "es_bed_type": 1 if shelter else None, "inventory_start_date": opened,
                "project_no": project.number,
            })  # fmt: skip
    return rows


def _affiliations() -> list[dict[str, Any]]:
    numbers = {project.code: project.number for project in PROJECTS}
    return [
        {"affiliation_id": f"N{index}", "project_id": project_id(numbers[mine]),
         "res_project_id": project_id(numbers[other]), "project_no": numbers[mine],
         "res_project_no": numbers[other]}
        for index, (mine, other) in enumerate(AFFILIATIONS, 1)
    ]  # fmt: skip


def _participation(project: Project, opened: date) -> dict[str, Any]:
    return {"hmis_participation_id": f"M{project.number:02d}", "project_id": project_id(project.number),
            "hmis_participation_type": 1, "hmis_participation_status_start_date": opened,
            "project_no": project.number}  # fmt: skip


def _coordinated_entry(project: Project, opened: date) -> dict[str, Any]:
    flag = 1 if project.access_point else None
    return {"ce_participation_id": f"K{project.number:02d}", "project_id": project_id(project.number),
            "access_point": int(project.access_point), "prevention_assessment": flag,
            "crisis_assessment": flag,
            "housing_assessment": flag, "direct_services": 0 if flag else None,
            "receives_referrals": int(project.code not in ("nbn", "so", "day", "ce")),
            "ce_participation_status_start_date": opened, "project_no": project.number}  # fmt: skip
