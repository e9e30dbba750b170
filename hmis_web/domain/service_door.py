"""The door to any service under the name that the service desk calls it by: `service_choices`."""

from hmis_web.domain.service_choices import (
    Already,
    Choice,
    LoggedService,
    ServiceEntry,
    already,
    log,
    logged_on,
    of_project,
    undo,
)

__all__ = [
    "Already",
    "Choice",
    "LoggedService",
    "ServiceEntry",
    "already",
    "log",
    "logged_on",
    "of_project",
    "undo",
]
