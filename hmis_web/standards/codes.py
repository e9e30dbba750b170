"""The codes that rules name. A test holds each against its list; labels come from the lists, never from
here."""

from __future__ import annotations

from enum import IntEnum


class NoYes(IntEnum):
    """Lists 1.7, 1.8 and 1.10: no, yes, and why it isn't known. Lists 1.7 and 1.10 know only a part of
    them."""

    NO = 0
    YES = 1
    DOES_NOT_KNOW = 8
    PREFERS_NOT_TO_ANSWER = 9
    NOT_COLLECTED = 99


class ExportPeriodType(IntEnum):
    """List 1.1: what decides which rows an export has."""

    UPDATED = 1
    REPORTING_PERIOD = 3
    OTHER = 4


class ExportDirective(IntEnum):
    """List 1.2: what the receiver does with an export."""

    DELTA_REFRESH = 1
    FULL_REFRESH = 2
    OTHER = 3


class DisabilityType(IntEnum):
    """List 1.3: which element a row of Disabilities.csv is about."""

    PHYSICAL_DISABILITY = 5
    DEVELOPMENTAL_DISABILITY = 6
    CHRONIC_HEALTH_CONDITION = 7
    HIV_AIDS = 8
    MENTAL_HEALTH_DISORDER = 9
    SUBSTANCE_USE_DISORDER = 10


class RecordType(IntEnum):
    """List 1.4: which element a row of Services.csv is about."""

    PATH_SERVICE = 141
    RHY_SERVICE = 142
    HOPWA_SERVICE = 143
    SSVF_SERVICE = 144
    HOPWA_FINANCIAL_ASSISTANCE = 151
    SSVF_FINANCIAL_ASSISTANCE = 152
    PATH_REFERRAL = 161
    BED_NIGHT = 200
    VOUCHER_TRACKING = 210
    MOVING_ON_ASSISTANCE = 300


class HashStatus(IntEnum):
    """List 1.5: whether names and SSNs are readable."""

    UNHASHED = 1
    SHA_1 = 2
    OTHER = 3
    SHA_256 = 4


class SourceType(IntEnum):
    """List 1.9: what kind of system sends an export."""

    COC_HMIS = 1
    STANDALONE = 2
    DATA_WAREHOUSE = 3
    OTHER = 4


class ProjectType(IntEnum):
    """List 2.02.6."""

    ES_ENTRY_EXIT = 0
    ES_NIGHT_BY_NIGHT = 1
    TRANSITIONAL_HOUSING = 2
    PSH = 3
    STREET_OUTREACH = 4
    SERVICES_ONLY = 6
    OTHER = 7
    SAFE_HAVEN = 8
    PH_HOUSING_ONLY = 9
    PH_WITH_SERVICES = 10
    DAY_SHELTER = 11
    HOMELESSNESS_PREVENTION = 12
    RAPID_REHOUSING = 13
    COORDINATED_ENTRY = 14


class RRHSubType(IntEnum):
    """List 2.02.A."""

    SERVICES_ONLY = 1
    HOUSING = 2


class HMISParticipationType(IntEnum):
    """List 2.08.1."""

    NOT_PARTICIPATING = 0
    HMIS = 1
    COMPARABLE_DATABASE = 2


class NameDataQuality(IntEnum):
    """List 3.01.5."""

    FULL = 1
    PARTIAL = 2
    DOES_NOT_KNOW = 8
    PREFERS_NOT_TO_ANSWER = 9
    NOT_COLLECTED = 99


class SSNDataQuality(IntEnum):
    """List 3.02.2."""

    FULL = 1
    PARTIAL = 2
    DOES_NOT_KNOW = 8
    PREFERS_NOT_TO_ANSWER = 9
    NOT_COLLECTED = 99


class DOBDataQuality(IntEnum):
    """List 3.03.2."""

    FULL = 1
    PARTIAL = 2
    DOES_NOT_KNOW = 8
    PREFERS_NOT_TO_ANSWER = 9
    NOT_COLLECTED = 99


class RelationshipToHoH(IntEnum):
    """List 3.15.1."""

    SELF = 1
    CHILD = 2
    SPOUSE_OR_PARTNER = 3
    OTHER_RELATION = 4
    NON_RELATION = 5
    NOT_COLLECTED = 99


class DataCollectionStage(IntEnum):
    """List 5.03.1. Post-exit is known to the standard but not used in the CSV: aftercare is in Exit.csv."""

    ENTRY = 1
    UPDATE = 2
    EXIT = 3
    ANNUAL = 5
    POST_EXIT = 6


LIST_OF: dict[type[IntEnum], str] = {
    NoYes: "1.8",
    ExportPeriodType: "1.1",
    ExportDirective: "1.2",
    DisabilityType: "1.3",
    RecordType: "1.4",
    HashStatus: "1.5",
    SourceType: "1.9",
    ProjectType: "2.02.6",
    RRHSubType: "2.02.A",
    HMISParticipationType: "2.08.1",
    NameDataQuality: "3.01.5",
    SSNDataQuality: "3.02.2",
    DOBDataQuality: "3.03.2",
    RelationshipToHoH: "3.15.1",
    DataCollectionStage: "5.03.1",
}
"""The list that each enum names, whole."""
