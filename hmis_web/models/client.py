"""People. Elements 3.01 to 3.07, 4.21 and veteran details V1."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.models.hud import HudRow, hud


class Client(HudRow, Base):
    """Client.csv of the HMIS CSV format."""

    __tablename__ = "client"
    hud_key = "personal_id"

    personal_id: Mapped[str] = hud("Client", "PersonalID")
    first_name: Mapped[str | None] = hud("Client", "FirstName")
    middle_name: Mapped[str | None] = hud("Client", "MiddleName")
    last_name: Mapped[str | None] = hud("Client", "LastName")
    name_suffix: Mapped[str | None] = hud("Client", "NameSuffix")
    name_data_quality: Mapped[int | None] = hud("Client", "NameDataQuality")
    ssn: Mapped[str | None] = hud("Client", "SSN")
    ssn_data_quality: Mapped[int | None] = hud("Client", "SSNDataQuality")
    dob: Mapped[date | None] = hud("Client", "DOB")
    dob_data_quality: Mapped[int | None] = hud("Client", "DOBDataQuality")
    sex: Mapped[int | None] = hud("Client", "Sex")
    am_ind_ak_native: Mapped[int | None] = hud("Client", "AmIndAKNative")
    asian: Mapped[int | None] = hud("Client", "Asian")
    black_af_american: Mapped[int | None] = hud("Client", "BlackAfAmerican")
    hispanic_latinao: Mapped[int | None] = hud("Client", "HispanicLatinao")
    mid_east_n_african: Mapped[int | None] = hud("Client", "MidEastNAfrican")
    native_hi_pacific: Mapped[int | None] = hud("Client", "NativeHIPacific")
    white: Mapped[int | None] = hud("Client", "White")
    race_none: Mapped[int | None] = hud("Client", "RaceNone")
    additional_race_ethnicity: Mapped[str | None] = hud("Client", "AdditionalRaceEthnicity")
    veteran_status: Mapped[int | None] = hud("Client", "VeteranStatus")
    year_entered_service: Mapped[int | None] = hud("Client", "YearEnteredService")
    year_separated: Mapped[int | None] = hud("Client", "YearSeparated")
    world_war_ii: Mapped[int | None] = hud("Client", "WorldWarII")
    korean_war: Mapped[int | None] = hud("Client", "KoreanWar")
    vietnam_war: Mapped[int | None] = hud("Client", "VietnamWar")
    desert_storm: Mapped[int | None] = hud("Client", "DesertStorm")
    afghanistan_oef: Mapped[int | None] = hud("Client", "AfghanistanOEF")
    iraq_oif: Mapped[int | None] = hud("Client", "IraqOIF")
    iraq_ond: Mapped[int | None] = hud("Client", "IraqOND")
    other_theater: Mapped[int | None] = hud("Client", "OtherTheater")
    military_branch: Mapped[int | None] = hud("Client", "MilitaryBranch")
    discharge_status: Mapped[int | None] = hud("Client", "DischargeStatus")
    date_created: Mapped[str | None] = hud("Client", "DateCreated")
    date_updated: Mapped[str | None] = hud("Client", "DateUpdated")
    user_id: Mapped[str | None] = hud("Client", "UserID")
    date_deleted: Mapped[str | None] = hud("Client", "DateDeleted")
    export_id: Mapped[str | None] = hud("Client", "ExportID")

    ssn_index: Mapped[str | None] = mapped_column(
        Text, index=True, sort_order=98, comment="keyed index of the SSN"
    )
    ssn4_index: Mapped[str | None] = mapped_column(
        Text, index=True, sort_order=99, comment="keyed index of the last four of the SSN"
    )
