"""How people move through the community: for each kind of household, the paths it may take from project to
project.

A leg says the project, where the stay ends (a key of `destinations.DESTINATIONS`) and when it starts: days
after the exit of the leg
before, or (`overlaps`) after its entry. A negative gap after an exit is housing that opens while the shelter
stay still
runs; the household then moves in on the day it leaves the shelter.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from hmis_web.demo.projects import BY_CODE


@dataclass(frozen=True)
class Leg:
    """One stay of a path."""

    project: str
    ends: str
    gap: tuple[int, int] = (0, 0)
    overlaps: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of household: its share, and its weighted paths."""

    name: str
    weight: float
    paths: tuple[tuple[float, tuple[Leg, ...]], ...]


DAYS = {
    "nbn": (29, 1, 240), "es_family": (70, 3, 400), "sh": (160, 10, 700), "th": (200, 30, 730),
    "so": (75, 1, 400),
    "day": (40, 1, 300), "psh": (800, 60, 1461), "oph": (650, 60, 1461), "ph": (700, 60, 1461),
    "rrh": (230, 30, 730),
    "ssvf": (150, 20, 500), "vash": (900, 60, 1461), "es_youth": (17, 1, 90), "th_youth": (240, 20, 540),
    "other": (110, 10, 400), "ce": (95, 1, 400), "sso": (120, 5, 400), "hp": (80, 5, 270),
}  # fmt: skip
"""Length of stay by project: mean of what exceeds the shortest, shortest, longest."""

NBN, NBN_BACK = Leg("nbn", "shelter"), Leg("nbn", "shelter", (15, 160))
CE_BESIDE = Leg("ce", "queue", (2, 25), overlaps=True)
TO_RRH, TO_PSH = Leg("ce", "to_rrh", (2, 25), True), Leg("ce", "to_psh", (3, 40), True)
RRH, PSH = Leg("rrh", "housed", (-20, -4)), Leg("psh", "long", (-25, -5))
TO_VASH, VASH = Leg("ce", "to_vash", (3, 40), True), Leg("vash", "long", (-25, -5))

SINGLE = (
    (17, (NBN,)),
    (8, (NBN, NBN_BACK)),
    (6, (NBN, NBN_BACK, NBN_BACK, NBN_BACK)),
    (0.5, (NBN, Leg("nbn", "shelter", (3, 9), True))),
    (0.7, (NBN, Leg("sh", "street", (2, 9), True))),
    (10, (Leg("so", "street"),)),
    (7, (Leg("so", "to_shelter"), Leg("nbn", "shelter"), NBN_BACK)),
    (7, (Leg("so", "street"), CE_BESIDE, Leg("nbn", "shelter", (10, 60)))),
    (6, (Leg("so", "street"), TO_PSH, PSH)),
    (6, (CE_BESIDE,)),
    (6, (Leg("nbn", "to_rrh_late"), TO_RRH, RRH)),
    (3, (NBN, NBN_BACK, TO_PSH, PSH)),
    (5, (Leg("day", "street"),)),
    (5, (Leg("day", "street"), Leg("so", "street", (5, 40), True), CE_BESIDE)),
    (3, (Leg("sh", "to_psh"), PSH)),
    (2, (Leg("sh", "street"), NBN_BACK)),
    (3, (NBN, Leg("th", "housed", (0, 0)))),
    (2, (CE_BESIDE, Leg("sso", "shelter", (5, 30), True))),
    (3, (Leg("hp", "housed"),)),
    (1.5, (CE_BESIDE, Leg("oph", "long", (-10, -2)))),
    (1.5, (Leg("day", "street"), Leg("ce", "to_voucher", (3, 30), True), Leg("ph", "long", (-20, -5)))),
)
VETERAN = (
    (4, (NBN, Leg("ssvf", "housed", (-20, -4)))),
    (3, (Leg("ssvf", "housed"),)),
    (4, (Leg("so", "street"), TO_VASH, VASH)),
    (3, (NBN, TO_VASH, VASH)),
    (2, (NBN, NBN_BACK)),
    (1, (Leg("th", "to_vash"), VASH)),
    (2, (CE_BESIDE, Leg("ssvf", "housed", (5, 30), True))),
)
COUPLE = (
    (3, (Leg("so", "street"), CE_BESIDE)),
    (3, (NBN, Leg("ce", "to_rrh", (2, 25), True), RRH)),
    (3, (NBN, NBN_BACK)),
    (3, (Leg("hp", "housed"),)),
    (1, (Leg("day", "street"), Leg("so", "street", (5, 40), True))),
)
FAMILY = (
    (5, (Leg("es_family", "family"),)),
    (3, (Leg("es_family", "family"), Leg("es_family", "family", (60, 400)))),
    (6, (Leg("es_family", "to_rrh_late"), TO_RRH, RRH)),
    (4, (Leg("ce", "to_shelter"), Leg("es_family", "to_rrh"), RRH)),
    (2, (Leg("es_family", "to_th"), Leg("th", "housed"))),
    (4, (Leg("hp", "housed"),)),
    (2, (Leg("hp", "housed"), Leg("ce", "queue", (60, 400)), Leg("es_family", "family", (1, 10), True))),
    (1.5, (CE_BESIDE, Leg("sso", "family", (5, 30), True))),
    (1, (Leg("es_family", "to_psh"), PSH)),
    (1.5, (Leg("es_family", "family"), Leg("ce", "to_voucher", (3, 30), True), Leg("ph", "long", (-20, -5)))),
)
YOUTH = (
    (3, (Leg("th_youth", "youth"),)),
    (3, (Leg("other", "youth"), Leg("th_youth", "youth", (0, 20)))),
    (3, (Leg("so", "street"), Leg("other", "youth", (2, 20), True))),
    (3, (NBN, NBN_BACK)),
    (2, (CE_BESIDE, Leg("rrh", "housed", (-15, -3)))),
    (2, (CE_BESIDE, Leg("nbn", "shelter", (1, 10), True))),
)
YOUTH_FAMILY = (
    (3, (Leg("th_youth", "youth"),)),
    (2, (Leg("es_family", "to_rrh"), RRH)),
    (2, (Leg("other", "youth"), CE_BESIDE)),
)
CHILDREN = (
    (4, (Leg("es_youth", "reunified"),)),
    (2, (Leg("es_youth", "reunified"), Leg("es_youth", "reunified", (30, 200)))),
    (1, (Leg("other", "reunified"), Leg("es_youth", "reunified", (2, 10), True))),
)
ADULTS = (
    (3, (Leg("hp", "housed"),)),
    (2, (NBN, CE_BESIDE)),
    (2, (Leg("so", "street"), CE_BESIDE)),
    (1, (Leg("nbn", "to_rrh_late"), TO_RRH, RRH)),
)

KINDS = (
    Kind("single", 56, SINGLE),
    Kind("veteran", 5, VETERAN),
    Kind("couple", 3.5, COUPLE),
    Kind("one parent", 14.5, FAMILY),
    Kind("two parents", 6.5, FAMILY),
    Kind("youth", 7.5, YOUTH),
    Kind("young parent", 2, YOUTH_FAMILY),
    Kind("children", 2, CHILDREN),
    Kind("adults", 3, ADULTS),
)
KIND = {kind.name: number for number, kind in enumerate(KINDS)}


def legs_frame() -> pl.DataFrame:
    """One row per (kind, path, leg) with the project's length of stay."""
    rows = []
    for kind_no, kind in enumerate(KINDS):
        for path, (_, legs) in enumerate(kind.paths):
            for place, leg in enumerate(legs):
                mean, low, high = DAYS[leg.project]
                rows.append({
                    "kind": kind_no, "path": path, "leg": place, "project_no": BY_CODE[leg.project].number,
                    "ends": leg.ends, "gap_low": 0 if place == 0 else leg.gap[0],
                    "gap_high": 0 if place == 0 else leg.gap[1],
                    "overlaps": leg.overlaps and place > 0, "mean": mean, "low": low, "high": high,
                })  # fmt: skip
    schema = {"kind": pl.Int32, "path": pl.Int32, "leg": pl.Int32, "project_no": pl.Int32, "ends": pl.String,
              "gap_low": pl.Int32, "gap_high": pl.Int32, "overlaps": pl.Boolean, "mean": pl.Int32,
              "low": pl.Int32,
              "high": pl.Int32}  # fmt: skip
    return pl.DataFrame(rows, schema=schema)
