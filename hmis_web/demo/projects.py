"""The six agencies and eighteen projects of Riverbend, a community that does not exist.

Every project type of list 2.02.6 occurs, every kind of funder that changes what is collected has a project.
"""

from __future__ import annotations

from dataclasses import dataclass

COC = "XX-500"
"""A CoC code that no state has."""
GEOCODE = "999001"
CITY, STATE = "Riverbend", "XX"
ALL_DISABILITIES = (5, 6, 7, 8, 9, 10)
NO_HIV = (5, 6, 7, 9, 10)


@dataclass(frozen=True)
class Agency:
    """One HUD organization."""

    number: int
    name: str
    common_name: str
    phone: str


@dataclass(frozen=True)
class Project:
    """One project: HUD's descriptors, and which elements its funders ask for (HMIS data standards FY2026,
    funder tables)."""

    number: int
    code: str
    agency: int
    name: str
    project_type: int
    funders: tuple[int, ...]
    address: str
    housing_type: int | None = None
    rrh_sub_type: int | None = None
    target: int = 4
    inventory: tuple[tuple[int, int, int, str], ...] = ()
    """(household type 2.07.4, beds, units, bed category) each."""
    access_point: bool = False
    income: bool = False
    insurance: bool = False
    disabilities: tuple[int, ...] = ()
    violence: bool = False
    contacts: bool = False
    employment: bool = False
    rhy: bool = False
    capacity_share: float = 0.0
    """Beds per client of the community, so that a large community has more beds."""

    @property
    def is_form_a(self) -> bool:
        """Prior living situation 3.917A: shelters, street outreach, safe haven."""
        return self.project_type in (0, 1, 4, 8)

    @property
    def is_permanent(self) -> bool:
        """Permanent housing, where a move-in date is kept (3.20)."""
        return self.project_type in (3, 9, 10, 13)


AGENCIES = (
    Agency(1, "Riverbend Shelter Network", "Shelter Network", "5550100"),
    Agency(2, "Bridgewater Outreach Partners", "Bridgewater Outreach", "5550110"),
    Agency(3, "Cedar Hollow Housing", "Cedar Hollow", "5550120"),
    Agency(4, "Old Mill Veterans Alliance", "Old Mill Veterans", "5550130"),
    Agency(5, "Sparrow Youth Collective", "Sparrow Youth", "5550140"),
    Agency(6, "Riverbend Coordinated Access", "Coordinated Access", "5550150"),
)

FULL = {"income": True, "insurance": True, "disabilities": ALL_DISABILITIES, "violence": True}
YOUTH = {"insurance": True, "disabilities": NO_HIV, "employment": True, "rhy": True}


def _project(number: int, code: str, agency: int, name: str, kind: int, funders: tuple[int, ...],
    address: str,
             **more: object) -> Project:  # fmt: skip
    return Project(number, code, agency, name, kind, funders, address, **more)  # type: ignore[arg-type]


PROJECTS = (
    _project(1, "nbn", 1, "Millrace Night Shelter", 1, (8,), "210 Millrace Street", housing_type=1,
             inventory=((1, 60, 60, "other_bed_inventory"),), disabilities=ALL_DISABILITIES, violence=True,
             contacts=True, capacity_share=0.012),
    _project(2, "es_family", 1, "Lantern Family Shelter", 0, (8,), "48 Lantern Lane", housing_type=1,
             inventory=((3, 48, 14, "other_bed_inventory"), (1, 6, 3, "other_bed_inventory")),
             capacity_share=0.02, **FULL),
    _project(3, "sh", 1, "Stillwater Safe Haven", 8, (6,), "7 Stillwater Court", housing_type=1,
             inventory=((1, 15, 15, "ch_bed_inventory"),), capacity_share=0.004, **FULL),
    _project(4, "th", 1, "Stepping Stones Transitional Homes", 2, (5,), "93 Quarry Road", housing_type=2,
             inventory=((1, 12, 12, "other_bed_inventory"), (3, 16, 5, "other_bed_inventory")),
             capacity_share=0.008, **FULL),
    _project(5, "so", 2, "Bridgewater Street Outreach", 4, (21, 11), "15 Bridge Street", contacts=True,
        **FULL),
    _project(6, "day", 2, "Noontide Day Center", 11, (46,), "17 Bridge Street"),
    _project(7, "psh", 3, "Cedar Hollow Apartments", 3, (2,), "400 Hollow Way", housing_type=1,
             inventory=((1, 40, 40, "ch_bed_inventory"), (3, 18, 6, "other_bed_inventory")),
             capacity_share=0.05, **FULL),
    _project(8, "oph", 3, "Garden Court Homes", 10, (15,), "22 Garden Court", housing_type=1, target=3,
             inventory=((1, 14, 14, "other_bed_inventory"),), capacity_share=0.01, **FULL),
    _project(9, "ph", 3, "Keystone Housing Vouchers", 9, (52,), "9 Market Square", housing_type=3,
             inventory=((1, 10, 10, "other_bed_inventory"), (3, 20, 6, "other_bed_inventory")),
             capacity_share=0.02),
    _project(10, "rrh", 3, "Homeward Rapid Re-Housing", 13, (3, 10), "9 Market Square", housing_type=3,
        rrh_sub_type=2,
             inventory=((1, 15, 15, "other_bed_inventory"), (3, 36, 11, "other_bed_inventory")),
             capacity_share=0.05, **FULL),
    _project(11, "ssvf", 4, "Old Mill Veteran Families", 13, (33,), "3 Old Mill Road", housing_type=3,
        rrh_sub_type=2,
             inventory=((1, 12, 12, "vet_bed_inventory"), (3, 12, 4, "vet_bed_inventory")),
             capacity_share=0.01,
             income=True, insurance=True, violence=True, employment=True),
    _project(12, "vash", 4, "Veterans Home Place", 3, (20,), "5 Old Mill Road", housing_type=3,
             inventory=((1, 20, 20, "vet_bed_inventory"),), capacity_share=0.015,
             income=True, insurance=True, disabilities=(8,), violence=True, employment=True),
    _project(13, "es_youth", 5, "Sparrow House", 0, (22,), "61 Willow Avenue", housing_type=1,
             inventory=((4, 10, 5, "youth_bed_inventory"),), capacity_share=0.004, **YOUTH),
    _project(14, "th_youth", 5, "Fledge Transitional Living", 2, (24,), "63 Willow Avenue", housing_type=2,
             inventory=((1, 12, 12, "youth_bed_inventory"), (3, 8, 3, "youth_bed_inventory")),
             capacity_share=0.006,
             income=True, **YOUTH),
    _project(15, "other", 5, "Compass Youth Navigation", 7, (43,), "65 Willow Avenue", contacts=True, **FULL),
    _project(16, "ce", 6, "Riverbend Front Door", 14, (4,), "1 Courthouse Plaza", contacts=True,
        access_point=True),
    _project(17, "sso", 6, "Bridges Housing Navigation", 6, (4,), "1 Courthouse Plaza", **FULL),
    _project(18, "hp", 6, "Stay Put Prevention", 12, (9,), "1 Courthouse Plaza", **FULL),
)  # fmt: skip

BY_CODE = {project.code: project for project in PROJECTS}
AFFILIATIONS = (("sso", "rrh"), ("sso", "es_family"))
OTHER_FUNDER = "Riverbend County General Fund"


def numbers(*codes: str) -> list[int]:
    """Project numbers of codes."""
    return [BY_CODE[code].number for code in codes]


def numbers_with(attribute: str) -> list[int]:
    """Projects whose `attribute` is set."""
    return [project.number for project in PROJECTS if getattr(project, attribute)]
