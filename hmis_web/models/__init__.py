"""The nouns: one class a table. `hud_model("Enrollment")` finds the class of a file of the HMIS CSV
format."""

from hmis_web.models.account import (
    Account,
    AccountGrant,
    AgreementSigning,
    RecoveryCode,
    Role,
    RolePermission,
    SetUpLink,
    SignInMiss,
    WebSession,
)
from hmis_web.models.assessment import Assessment, AssessmentQuestions, AssessmentResults, Event
from hmis_web.models.audit import AuditEvent, AuditPending, AuditSeal, AuditValue
from hmis_web.models.card import CARD_ENDS, ClientCard
from hmis_web.models.caseload import CASE_ROLES, CaseAssignment, QualityFinding
from hmis_web.models.client import Client
from hmis_web.models.client_search import ClientSearchName, ClientSearchPerson, SearchNameKey
from hmis_web.models.contact import ClientContact, ClientLocation
from hmis_web.models.custom_field import (
    CustomChoice,
    CustomField,
    CustomFieldVersion,
    CustomOption,
    CustomValue,
)
from hmis_web.models.deletion import Deletion
from hmis_web.models.draft import Draft
from hmis_web.models.duplicate import ClientMerge, ClientMergeRow, NotSame
from hmis_web.models.education import EmploymentEducation, YouthEducationStatus
from hmis_web.models.enrollment import Enrollment
from hmis_web.models.exit import Exit
from hmis_web.models.file import ClientFile, ClientPhoto
from hmis_web.models.health import Disabilities, HealthAndDV
from hmis_web.models.household import Household, HouseholdMember
from hmis_web.models.household_exit import HouseholdExit, HouseholdExitMember
from hmis_web.models.hud import HudRow
from hmis_web.models.income_benefits import IncomeBenefits
from hmis_web.models.job import Artifact, Job, ReportRun
from hmis_web.models.note import Note, NoteVersion, PublicAlert
from hmis_web.models.organization import Export, HudUser, Organization
from hmis_web.models.own_service import OwnService, ServiceCategory, ServiceItem
from hmis_web.models.project import Project
from hmis_web.models.project_detail import (
    Affiliation,
    CEParticipation,
    Funder,
    HMISParticipation,
    Inventory,
    ProjectCoC,
)
from hmis_web.models.service import CurrentLivingSituation, Services
from hmis_web.models.service_desk import ServiceDesk
from hmis_web.models.setting import COMPARABLE_DATABASE, Setting
from hmis_web.models.sharing import (
    ClientAgency,
    ClientAlias,
    ClientSharing,
    PrivateClient,
    Release,
    ReleaseSignature,
)
from hmis_web.models.source import LOCAL_SOURCE, DataSource, ImportFinding, ImportRun
from hmis_web.models.stage_record import RecordFinding, StageRecord
from hmis_web.models.training import Course, CourseCompletion, RoleCourse


def hud_model(file_name: str) -> type[HudRow]:
    """The class of one file of the format. Raises KeyError when there is none."""
    return _BY_FILE[file_name]


_BY_FILE: dict[str, type[HudRow]] = {
    "User": HudUser,
    **{
        model.__name__: model
        for model in (
            Export, Organization, Project, Funder, ProjectCoC, Inventory, Affiliation, HMISParticipation,
            CEParticipation, Client, Enrollment, Exit, IncomeBenefits, HealthAndDV, EmploymentEducation,
            Disabilities, Services, CurrentLivingSituation, Assessment, AssessmentQuestions,
            AssessmentResults, Event, YouthEducationStatus,
        )
    },
}  # fmt: skip

__all__ = [
    "CARD_ENDS",
    "CASE_ROLES",
    "COMPARABLE_DATABASE",
    "LOCAL_SOURCE",
    "Account",
    "AccountGrant",
    "Affiliation",
    "AgreementSigning",
    "Artifact",
    "Assessment",
    "AssessmentQuestions",
    "AssessmentResults",
    "AuditEvent",
    "AuditPending",
    "AuditSeal",
    "AuditValue",
    "CEParticipation",
    "CaseAssignment",
    "Client",
    "ClientAgency",
    "ClientAlias",
    "ClientCard",
    "ClientContact",
    "ClientFile",
    "ClientLocation",
    "ClientMerge",
    "ClientMergeRow",
    "ClientPhoto",
    "ClientSearchName",
    "ClientSearchPerson",
    "ClientSharing",
    "Course",
    "CourseCompletion",
    "CurrentLivingSituation",
    "CustomChoice",
    "CustomField",
    "CustomFieldVersion",
    "CustomOption",
    "CustomValue",
    "DataSource",
    "Deletion",
    "Disabilities",
    "Draft",
    "EmploymentEducation",
    "Enrollment",
    "Event",
    "Exit",
    "Export",
    "Funder",
    "HMISParticipation",
    "HealthAndDV",
    "Household",
    "HouseholdExit",
    "HouseholdExitMember",
    "HouseholdMember",
    "HudRow",
    "HudUser",
    "ImportFinding",
    "ImportRun",
    "IncomeBenefits",
    "Inventory",
    "Job",
    "NotSame",
    "Note",
    "NoteVersion",
    "Organization",
    "OwnService",
    "PrivateClient",
    "Project",
    "ProjectCoC",
    "PublicAlert",
    "QualityFinding",
    "RecordFinding",
    "RecoveryCode",
    "Release",
    "ReleaseSignature",
    "ReportRun",
    "Role",
    "RoleCourse",
    "RolePermission",
    "SearchNameKey",
    "ServiceCategory",
    "ServiceDesk",
    "ServiceItem",
    "Services",
    "SetUpLink",
    "Setting",
    "SignInMiss",
    "StageRecord",
    "WebSession",
    "YouthEducationStatus",
    "hud_model",
]
