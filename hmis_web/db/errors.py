"""Errors that the domain raises and the web turns into answers."""

from __future__ import annotations


class HmisError(Exception):
    """Parent of all errors that a person may cause."""


class DomainError(HmisError):
    """A rule was broken. `field` names the input at fault, `message` says what to do. Answers 422."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class NotFound(HmisError):
    """The record isn't there, or is out of scope: the same answer for both. Answers 404."""


class Conflict(HmisError):
    """The request contradicts the present state. Answers 409."""


class StaleVersion(Conflict):
    """Somebody else saved first. Answers 409 with both values."""


class Forbidden(HmisError):
    """The role lacks a permission. Answers 403, naming it."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


class TooManyTries(HmisError):
    """One network address was refused too often in a short time. Answers 429."""


class DatabaseBusy(HmisError):
    """Another writer holds the database. Answers 503; what was typed is kept."""
