"""Documents about a client, drawn: where the domain meets paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hmis_web import standards
from hmis_web.domain.assessments_made import Made
from hmis_web.domain.client_sheet import ClientSheet
from hmis_web.domain.clients import ClientCard
from hmis_web.domain.consent_text import ConsentText
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.services_received import Received
from hmis_web.domain.sharing import SharingRule
from hmis_web.domain.sharing_outcome import ALWAYS
from hmis_web.exporting.pdf import render_pdf
from hmis_web.exporting.print_templates import column_widths, day, print_css, render
from hmis_web.standards import spanish

SERVICE_WIDTHS = [24, 50, 36, 14]


@dataclass(frozen=True)
class Letter:
    """Who prints: what head and foot of each page say."""

    community: str
    agency: str
    """Empty when somebody acts for the whole installation."""
    made_by: str
    made: datetime
    """In the installation's zone."""

    def words(self, language: str) -> dict[str, str]:
        """The context of intake/print/_letter.html."""
        return {
            "community": self.community,
            "agency": self.agency,
            "made_by": self.made_by,
            "made_at": f"{day(self.made.date(), language)}, {self.made:%H:%M}",
        }


def summary_pdf(sheet: ClientSheet, letter: Letter) -> bytes:
    """A client's summary as a tagged PDF."""
    above = sheet.above
    client = {
        "name": above.card.name or "Name not known",
        "number": above.card.record_number,
        "facts": _facts(above.card, sheet.races, above.sharing),
        "alerts": [
            {"title": each.title, "text": each.text, "agency": each.agency, "until": each.ends_on}
            for each in above.alerts
        ],
        "household": [
            {
                "name": other.person.name or "Name not known",
                "relation": standards.label("3.15.1", other.relationship_to_hoh),
                "age": "" if other.person.age is None else str(other.person.age),
            }
            for other in above.household
        ],
        "stays": [_stay(stay, sheet.last_contact) for stay in (*above.active, *above.past)],
        "services": [_service(line, "en") for line in sheet.services],
        "more_services": sheet.has_more_services,
    }
    widths = [
        ("household", [44, 60, 20]),
        ("stays", [46, 20, 20, 40, 20]),
        ("services", SERVICE_WIDTHS),
    ]
    return _paper("client_summary", {"client": client}, letter, "en", widths)


def services_pdf(
    card: ClientCard,
    lines: Sequence[Received],
    period: tuple[date | None, date],
    letter: Letter,
    language: str,
) -> bytes:
    """What a client received, in English or Spanish, as a tagged PDF."""
    amounts = [line.amount for line in lines if line.amount is not None]
    client = {
        "name": card.name,
        "number": card.record_number,
        "period": _period(*period, language),
        "services": [_service(line, language) for line in lines],
        "total": sum(amounts, Decimal(0)) if amounts else None,
    }
    widths = [("services", SERVICE_WIDTHS)]
    return _paper("services_received", {"client": client}, letter, language, widths)


def consent_pdf(card: ClientCard | None, text: ConsentText, letter: Letter) -> bytes:
    """The release of information to sign, blank without a client, as a tagged PDF."""
    client = {
        "name": card.name if card else "",
        "birth_date": day(card.birth_date, text.language) if card else "",
        "number": card.record_number if card else "",
    }
    widths = [("for-whom", [60, 34, 26]), ("until", [30, 70]), ("signatures", [50, 46, 24])]
    context = {"client": client, "text": text, "ends_on": ""}
    return _paper("consent", context, letter, text.language, widths)


def assessments_pdf(card: ClientCard, assessments: Sequence[Made], letter: Letter) -> bytes:
    """Coordinated entry assessments as a tagged PDF."""
    client = {"name": card.name or "Name not known", "number": card.record_number}
    return _paper("assessments", {"client": client, "assessments": assessments}, letter, "en", [])


def _paper(
    name: str, context: dict[str, Any], letter: Letter, language: str, widths: list[tuple[str, list[int]]]
) -> bytes:
    html = render(f"intake/print/{name}.html", context | {"letter": letter.words(language)}, language)
    return render_pdf(html, print_css(language) + column_widths(widths))


def _facts(card: ClientCard, races: tuple[str, ...], rule: SharingRule) -> list[tuple[str, str]]:
    born = day(card.birth_date)
    years = "" if card.age is None else f"{'about ' if card.age_is_estimated else ''}{card.age} years"
    found = [
        ("Record number", card.record_number),
        ("Born", ", ".join(part for part in (born, years) if part)),
        ("Social Security number", f"ends in {card.ssn_last4}" if card.ssn_last4 else ""),
        ("Sex", standards.label("4.21", card.sex)),
        ("Race and ethnicity", ", ".join(races)),
        ("Veteran", standards.label("1.8", card.veteran_status)),
        ("Sharing", _sharing(rule)),
    ]
    return [(label, text) for label, text in found if text]


def _sharing(rule: SharingRule) -> str:
    if rule.private_to:
        return f"Private; made so by {rule.private_to}"
    if rule.until == ALWAYS:
        return "Shared with all agencies"
    if rule.until is not None:
        return f"Release of information until {day(rule.until)}"
    if rule.ended_on is not None:
        return f"Release over since {day(rule.ended_on)}: seen by the own agency only"
    return "No release: seen by the own agency only"


def _stay(stay: Stay, last_contact: dict[int, date]) -> dict[str, Any]:
    return {
        "project": stay.project_name,
        "agency": stay.agency,
        "entry": stay.entry_date,
        "exit": stay.exit_date,
        "where": standards.label("3.12.1", stay.destination),
        "seen": last_contact.get(stay.id),
    }


def _service(line: Received, language: str) -> dict[str, Any]:
    words = spanish.label if language == "es" else str
    named = ": ".join(part for part in (words(line.name), words(line.detail)) if part)
    if line.nights > 1:
        named = f"{named} ({line.nights})"
    return {
        "when": day(line.first, language)
        if line.first == line.last
        else f"{day(line.first, language)} – {day(line.last, language)}",
        "name": ", ".join(part for part in (named, line.in_words) if part),
        "project": line.project,
        "agency": line.agency,
        "amount": line.amount,
    }


def _period(since: date | None, until: date, language: str) -> str:
    if since is None:
        before = {"en": "until", "es": "hasta el"}[language]
        return f"{before} {day(until, language)}"
    between = {"en": "{} to {}", "es": "del {} al {}"}[language]
    return between.format(day(since, language), day(until, language))
