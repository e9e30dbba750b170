"""Income, non-cash benefits, health insurance. Elements 4.02 to 4.04, W3 to W6."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped

from hmis_web.db.base import Base
from hmis_web.models.hud import EnrollmentRow, hud


class IncomeBenefits(EnrollmentRow, Base):
    """IncomeBenefits.csv of the HMIS CSV format."""

    __tablename__ = "income_benefits"
    hud_key = "income_benefits_id"

    income_benefits_id: Mapped[str] = hud("IncomeBenefits", "IncomeBenefitsID")
    enrollment_id: Mapped[str | None] = hud("IncomeBenefits", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("IncomeBenefits", "PersonalID")
    information_date: Mapped[date | None] = hud("IncomeBenefits", "InformationDate")
    income_from_any_source: Mapped[int | None] = hud("IncomeBenefits", "IncomeFromAnySource")
    total_monthly_income: Mapped[Decimal | None] = hud("IncomeBenefits", "TotalMonthlyIncome")
    earned: Mapped[int | None] = hud("IncomeBenefits", "Earned")
    earned_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "EarnedAmount")
    unemployment: Mapped[int | None] = hud("IncomeBenefits", "Unemployment")
    unemployment_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "UnemploymentAmount")
    ssi: Mapped[int | None] = hud("IncomeBenefits", "SSI")
    ssi_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "SSIAmount")
    ssdi: Mapped[int | None] = hud("IncomeBenefits", "SSDI")
    ssdi_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "SSDIAmount")
    va_disability_service: Mapped[int | None] = hud("IncomeBenefits", "VADisabilityService")
    va_disability_service_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "VADisabilityServiceAmount")
    va_disability_non_service: Mapped[int | None] = hud("IncomeBenefits", "VADisabilityNonService")
    va_disability_non_service_amount: Mapped[Decimal | None] = hud(
        "IncomeBenefits", "VADisabilityNonServiceAmount"
    )
    private_disability: Mapped[int | None] = hud("IncomeBenefits", "PrivateDisability")
    private_disability_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "PrivateDisabilityAmount")
    workers_comp: Mapped[int | None] = hud("IncomeBenefits", "WorkersComp")
    workers_comp_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "WorkersCompAmount")
    tanf: Mapped[int | None] = hud("IncomeBenefits", "TANF")
    tanf_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "TANFAmount")
    ga: Mapped[int | None] = hud("IncomeBenefits", "GA")
    ga_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "GAAmount")
    soc_sec_retirement: Mapped[int | None] = hud("IncomeBenefits", "SocSecRetirement")
    soc_sec_retirement_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "SocSecRetirementAmount")
    pension: Mapped[int | None] = hud("IncomeBenefits", "Pension")
    pension_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "PensionAmount")
    child_support: Mapped[int | None] = hud("IncomeBenefits", "ChildSupport")
    child_support_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "ChildSupportAmount")
    alimony: Mapped[int | None] = hud("IncomeBenefits", "Alimony")
    alimony_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "AlimonyAmount")
    other_income_source: Mapped[int | None] = hud("IncomeBenefits", "OtherIncomeSource")
    other_income_amount: Mapped[Decimal | None] = hud("IncomeBenefits", "OtherIncomeAmount")
    other_income_source_identify: Mapped[str | None] = hud("IncomeBenefits", "OtherIncomeSourceIdentify")
    benefits_from_any_source: Mapped[int | None] = hud("IncomeBenefits", "BenefitsFromAnySource")
    snap: Mapped[int | None] = hud("IncomeBenefits", "SNAP")
    wic: Mapped[int | None] = hud("IncomeBenefits", "WIC")
    tanf_child_care: Mapped[int | None] = hud("IncomeBenefits", "TANFChildCare")
    tanf_transportation: Mapped[int | None] = hud("IncomeBenefits", "TANFTransportation")
    other_tanf: Mapped[int | None] = hud("IncomeBenefits", "OtherTANF")
    other_benefits_source: Mapped[int | None] = hud("IncomeBenefits", "OtherBenefitsSource")
    other_benefits_source_identify: Mapped[str | None] = hud("IncomeBenefits", "OtherBenefitsSourceIdentify")
    insurance_from_any_source: Mapped[int | None] = hud("IncomeBenefits", "InsuranceFromAnySource")
    medicaid: Mapped[int | None] = hud("IncomeBenefits", "Medicaid")
    no_medicaid_reason: Mapped[int | None] = hud("IncomeBenefits", "NoMedicaidReason")
    medicare: Mapped[int | None] = hud("IncomeBenefits", "Medicare")
    no_medicare_reason: Mapped[int | None] = hud("IncomeBenefits", "NoMedicareReason")
    schip: Mapped[int | None] = hud("IncomeBenefits", "SCHIP")
    no_schip_reason: Mapped[int | None] = hud("IncomeBenefits", "NoSCHIPReason")
    vha_services: Mapped[int | None] = hud("IncomeBenefits", "VHAServices")
    no_vha_reason: Mapped[int | None] = hud("IncomeBenefits", "NoVHAReason")
    employer_provided: Mapped[int | None] = hud("IncomeBenefits", "EmployerProvided")
    no_employer_provided_reason: Mapped[int | None] = hud("IncomeBenefits", "NoEmployerProvidedReason")
    cobra: Mapped[int | None] = hud("IncomeBenefits", "COBRA")
    no_cobra_reason: Mapped[int | None] = hud("IncomeBenefits", "NoCOBRAReason")
    private_pay: Mapped[int | None] = hud("IncomeBenefits", "PrivatePay")
    no_private_pay_reason: Mapped[int | None] = hud("IncomeBenefits", "NoPrivatePayReason")
    state_health_ins: Mapped[int | None] = hud("IncomeBenefits", "StateHealthIns")
    no_state_health_ins_reason: Mapped[int | None] = hud("IncomeBenefits", "NoStateHealthInsReason")
    indian_health_services: Mapped[int | None] = hud("IncomeBenefits", "IndianHealthServices")
    no_indian_health_services_reason: Mapped[int | None] = hud(
        "IncomeBenefits", "NoIndianHealthServicesReason"
    )
    other_insurance: Mapped[int | None] = hud("IncomeBenefits", "OtherInsurance")
    other_insurance_identify: Mapped[str | None] = hud("IncomeBenefits", "OtherInsuranceIdentify")
    adap: Mapped[int | None] = hud("IncomeBenefits", "ADAP")
    no_adap_reason: Mapped[int | None] = hud("IncomeBenefits", "NoADAPReason")
    ryan_white_med_dent: Mapped[int | None] = hud("IncomeBenefits", "RyanWhiteMedDent")
    no_ryan_white_reason: Mapped[int | None] = hud("IncomeBenefits", "NoRyanWhiteReason")
    connection_with_soar: Mapped[int | None] = hud("IncomeBenefits", "ConnectionWithSOAR")
    data_collection_stage: Mapped[int | None] = hud("IncomeBenefits", "DataCollectionStage")
    date_created: Mapped[str | None] = hud("IncomeBenefits", "DateCreated")
    date_updated: Mapped[str | None] = hud("IncomeBenefits", "DateUpdated")
    user_id: Mapped[str | None] = hud("IncomeBenefits", "UserID")
    date_deleted: Mapped[str | None] = hud("IncomeBenefits", "DateDeleted")
    export_id: Mapped[str | None] = hud("IncomeBenefits", "ExportID")
