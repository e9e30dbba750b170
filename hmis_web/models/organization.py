"""Agencies (HUD Organizations), the staff named in HUD's files, and the exports that rows came from."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from hmis_web.db.base import Base
from hmis_web.models.hud import HudRow, hud


class Organization(HudRow, Base):
    """Organization.csv of the HMIS CSV format."""

    __tablename__ = "organization"
    hud_key = "organization_id"

    organization_id: Mapped[str] = hud("Organization", "OrganizationID")
    organization_name: Mapped[str | None] = hud("Organization", "OrganizationName")
    victim_service_provider: Mapped[int | None] = hud("Organization", "VictimServiceProvider")
    organization_common_name: Mapped[str | None] = hud("Organization", "OrganizationCommonName")
    date_created: Mapped[str | None] = hud("Organization", "DateCreated")
    date_updated: Mapped[str | None] = hud("Organization", "DateUpdated")
    user_id: Mapped[str | None] = hud("Organization", "UserID")
    date_deleted: Mapped[str | None] = hud("Organization", "DateDeleted")
    export_id: Mapped[str | None] = hud("Organization", "ExportID")


class HudUser(HudRow, Base):
    """User.csv of the HMIS CSV format."""

    __tablename__ = "hud_user"
    hud_key = "user_id"

    user_id: Mapped[str] = hud("User", "UserID")
    user_first_name: Mapped[str | None] = hud("User", "UserFirstName")
    user_last_name: Mapped[str | None] = hud("User", "UserLastName")
    user_phone: Mapped[str | None] = hud("User", "UserPhone")
    user_extension: Mapped[str | None] = hud("User", "UserExtension")
    user_email: Mapped[str | None] = hud("User", "UserEmail")
    date_created: Mapped[str | None] = hud("User", "DateCreated")
    date_updated: Mapped[str | None] = hud("User", "DateUpdated")
    date_deleted: Mapped[str | None] = hud("User", "DateDeleted")
    export_id: Mapped[str | None] = hud("User", "ExportID")


class Export(HudRow, Base):
    """Export.csv of the HMIS CSV format."""

    __tablename__ = "export"
    hud_key = "export_id"

    export_id: Mapped[str] = hud("Export", "ExportID")
    source_type: Mapped[int | None] = hud("Export", "SourceType")
    source_id: Mapped[str | None] = hud("Export", "SourceID")
    source_name: Mapped[str | None] = hud("Export", "SourceName")
    source_contact_first: Mapped[str | None] = hud("Export", "SourceContactFirst")
    source_contact_last: Mapped[str | None] = hud("Export", "SourceContactLast")
    source_contact_phone: Mapped[str | None] = hud("Export", "SourceContactPhone")
    source_contact_extension: Mapped[str | None] = hud("Export", "SourceContactExtension")
    source_contact_email: Mapped[str | None] = hud("Export", "SourceContactEmail")
    export_date: Mapped[str | None] = hud("Export", "ExportDate")
    export_start_date: Mapped[date | None] = hud("Export", "ExportStartDate")
    export_end_date: Mapped[date | None] = hud("Export", "ExportEndDate")
    software_name: Mapped[str | None] = hud("Export", "SoftwareName")
    software_version: Mapped[str | None] = hud("Export", "SoftwareVersion")
    csv_version: Mapped[str | None] = hud("Export", "CSVVersion")
    export_period_type: Mapped[int | None] = hud("Export", "ExportPeriodType")
    export_directive: Mapped[int | None] = hud("Export", "ExportDirective")
    hash_status: Mapped[int | None] = hud("Export", "HashStatus")
    implementation_id: Mapped[str | None] = hud("Export", "ImplementationID")
