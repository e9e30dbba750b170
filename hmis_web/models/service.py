"""Services received, bed nights and current living situations. Elements 4.12, 4.14, P1, P2, R14, W1, W2,
V2, V3, V8, C2."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.models.hud import EnrollmentRow, hud


class Services(EnrollmentRow, Base):
    """Services.csv of the HMIS CSV format."""

    __tablename__ = "services"
    hud_key = "services_id"

    services_id: Mapped[str] = hud("Services", "ServicesID")
    enrollment_id: Mapped[str | None] = hud("Services", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("Services", "PersonalID")
    date_provided: Mapped[date | None] = hud("Services", "DateProvided")
    record_type: Mapped[int | None] = hud("Services", "RecordType")
    type_provided: Mapped[int | None] = hud("Services", "TypeProvided")
    other_type_provided: Mapped[str | None] = hud("Services", "OtherTypeProvided")
    moving_on_other_type: Mapped[str | None] = hud("Services", "MovingOnOtherType")
    sub_type_provided: Mapped[int | None] = hud("Services", "SubTypeProvided")
    fa_amount: Mapped[Decimal | None] = hud("Services", "FAAmount")
    fa_start_date: Mapped[date | None] = hud("Services", "FAStartDate")
    fa_end_date: Mapped[date | None] = hud("Services", "FAEndDate")
    referral_outcome: Mapped[int | None] = hud("Services", "ReferralOutcome")
    date_created: Mapped[str | None] = hud("Services", "DateCreated")
    date_updated: Mapped[str | None] = hud("Services", "DateUpdated")
    user_id: Mapped[str | None] = hud("Services", "UserID")
    date_deleted: Mapped[str | None] = hud("Services", "DateDeleted")
    export_id: Mapped[str | None] = hud("Services", "ExportID")
    note: Mapped[str | None] = mapped_column(Text, sort_order=107, comment="ours; in no file of HUD's")

    @classmethod
    def indexed(cls) -> tuple[tuple[str, ...], ...]:
        """Looked up by date from the enrollment and the client."""
        return (("enrollment_key", "date_provided"), ("client_key", "date_provided"))


class CurrentLivingSituation(EnrollmentRow, Base):
    """CurrentLivingSituation.csv of the HMIS CSV format."""

    __tablename__ = "current_living_situation"
    hud_key = "current_living_sit_id"

    current_living_sit_id: Mapped[str] = hud("CurrentLivingSituation", "CurrentLivingSitID")
    enrollment_id: Mapped[str | None] = hud("CurrentLivingSituation", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("CurrentLivingSituation", "PersonalID")
    information_date: Mapped[date | None] = hud("CurrentLivingSituation", "InformationDate")
    current_living_situation: Mapped[int | None] = hud("CurrentLivingSituation", "CurrentLivingSituation")
    cls_subsidy_type: Mapped[int | None] = hud("CurrentLivingSituation", "CLSSubsidyType")
    verified_by: Mapped[str | None] = hud("CurrentLivingSituation", "VerifiedBy")
    leave_situation14_days: Mapped[int | None] = hud("CurrentLivingSituation", "LeaveSituation14Days")
    subsequent_residence: Mapped[int | None] = hud("CurrentLivingSituation", "SubsequentResidence")
    resources_to_obtain: Mapped[int | None] = hud("CurrentLivingSituation", "ResourcesToObtain")
    lease_own60_day: Mapped[int | None] = hud("CurrentLivingSituation", "LeaseOwn60Day")
    moved_two_or_more: Mapped[int | None] = hud("CurrentLivingSituation", "MovedTwoOrMore")
    location_details: Mapped[str | None] = hud("CurrentLivingSituation", "LocationDetails")
    date_created: Mapped[str | None] = hud("CurrentLivingSituation", "DateCreated")
    date_updated: Mapped[str | None] = hud("CurrentLivingSituation", "DateUpdated")
    user_id: Mapped[str | None] = hud("CurrentLivingSituation", "UserID")
    date_deleted: Mapped[str | None] = hud("CurrentLivingSituation", "DateDeleted")
    export_id: Mapped[str | None] = hud("CurrentLivingSituation", "ExportID")
