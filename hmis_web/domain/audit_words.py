"""What people do, in words: one line for each verb of the audit trail, by kind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """Acts that belong together. `words` is what the page's filter says."""

    code: str
    words: str
    verbs: dict[str, str]


KINDS = (
    Kind("seen", "Seen", {
        "client:read": "Opened the record",
        "client:reveal-ssn": "Saw the whole Social Security number",
        "client:compare": "Saw the record among likely duplicates",
        "release:read-paper": "Opened the signed paper of a release",
        "photo:read": "Saw the photo",
        "card:read": "Read the client's ID card",
        "caseload:read": "Looked at a caseload",
        "desk:read": "Looked at the service desk of a program",
        "worklist:read": "Looked at the worklist",
        "report:read": "Looked at a report",
        "report:open-number": "Saw the name behind a number of a report",
        "audit:read": "Looked at who did what",
        "import:findings": "Downloaded the findings of an import",
    }),
    Kind("searched", "Searched", {
        "client.search": "Searched for a client",
    }),
    Kind("changed", "Changed", {
        "client:create": "Added the person",
        "client:edit": "Changed what is known of the person",
        "client:not-same": "Said that somebody else is another person",
        "client:maybe-same": "Took back that somebody else is another person",
        "client:merge": "Merged two records of one person",
        "client:unmerge": "Took a merge of two records back",
        "release:delete": "Deleted a release that was recorded by mistake",
        "release:restore": "Restored a deleted release",
        "client:answer": "Answered the community's own questions",
        "client:make-private": "Made the record private",
        "client:end-privacy": "Ended the record's privacy",
        "release:create": "Recorded a release of information",
        "release:revoke": "Recorded that a release was taken back",
        "service:create": "Logged a service",
        "service:undo": "Took a service back",
        "own-service:create": "Logged a service of the agency's own",
        "own-service:undo": "Took a service of the agency's own back",
        "service-item:create": "Added a service to the agency's catalogue",
        "service-item:edit": "Changed a service of the agency's catalogue",
        "enrollment:create": "Enrolled the client",
        "enrollment:edit": "Changed an enrollment",
        "household:create": "Made a household",
        "household:join": "Put somebody into a household",
        "household:leave": "Let somebody leave a household",
        "household:change": "Changed what somebody is in a household",
        "household:delete": "Deleted a household",
        "household:restore": "Restored a household",
        "service:edit": "Changed a service",
        "service:delete": "Deleted a service",
        "service:restore": "Restored a service",
        "enrollment:delete": "Deleted an enrollment",
        "enrollment:restore": "Restored an enrollment",
        "note:create": "Wrote a note",
        "note:edit": "Changed a note",
        "note:delete": "Deleted a note",
        "note:restore": "Restored a note",
        "alert:create": "Posted a public alert",
        "alert:edit": "Changed a public alert",
        "alert:end": "Ended a public alert",
        "alert:delete": "Deleted a public alert",
        "alert:restore": "Restored a public alert",
        "contact:create": "Added a contact",
        "contact:edit": "Changed a contact",
        "contact:delete": "Deleted a contact",
        "contact:restore": "Restored a contact",
        "location:create": "Added a location",
        "location:edit": "Changed a location",
        "location:delete": "Deleted a location",
        "location:restore": "Restored a location",
        "caseload:assign": "Put a client on somebody's caseload",
        "caseload:change": "Changed what somebody does for a client",
        "caseload:end": "Took a client off somebody's caseload",
        "caseload:hand-over": "Handed a client over to a colleague",
        "answers:save": "Saved answers",
        "service:remove-night": "Took a bed night away",
        "service:end-with-exit": "Ended help that was paid for beyond the exit",
        "enrollment:exit": "Exited a client",
        "enrollment:undo-exit": "Took an exit back",
        "enrollment:undo-exit-change": "Took back what changed with an exit",
        "enrollment:reopen": "Opened an exited enrollment again",
        "enrollment:set-head": "Changed the head of household",
        "enrollment:set-move-in": "Set the move-in date",
        "enrollment:set-engagement": "Set the date of engagement",
        "enrollment:set-path-status": "Set the PATH status",
        "living-situation:create": "Recorded a current living situation",
        "living-situation:edit": "Changed a current living situation",
        "assessment:create": "Recorded a coordinated entry assessment",
        "assessment:edit": "Changed a coordinated entry assessment",
        "event:create": "Recorded a coordinated entry event",
        "event:edit": "Changed a coordinated entry event",
        "card:issue": "Gave the client an ID card",
        "card:revoke": "Made an ID card invalid",
        "file:create": "Added a file",
        "file:edit": "Changed what is said of a file",
        "file:delete": "Deleted a file",
        "file:restore": "Restored a file",
        "file:infected": "Sent a file in which the virus scanner found something",
        "photo:set": "Set the photo",
        "photo:remove": "Removed the photo",
        "draft:create": "Began a draft",
        "draft:discard": "Threw a draft away",
        "draft:purge": "Removed old drafts",
    }),
    Kind("printed", "Printed or taken away", {
        "history:request-pdf": "Asked for a PDF of the history",
        "history:print": "Took a PDF of the history",
        "file:download": "Took a file",
        "caseload:request-print": "Printed a caseload",
        "caseload:print": "Took a printed caseload",
        "desk:request-print": "Printed the services of a day",
        "desk:print": "Took the printed services of a day",
        "form:print": "Printed a blank form",
        "client:request-print": "Printed a document about a client",
        "client:print": "Took a printed document about a client",
        "card:request-print": "Printed ID cards",
        "card:print": "Took printed ID cards",
        "note:request-pdf": "Asked for a PDF of the notes",
        "note:print": "Took a PDF of the notes",
        "report:print": "Took a report's PDF",
        "report:request-pdf": "Printed a report",
        "report:csv": "Took a report as CSV",
        "report:xlsx": "Took a report as a workbook",
        "report:json": "Took a report as JSON",
        "export": "Wrote an HMIS CSV export",
        "export:own": "Wrote an export of the community's own questions",
        "export:request": "Asked for an HMIS CSV export",
        "export:download": "Took an HMIS CSV export",
        "audit:download": "Took the audit trail as CSV",
    }),
    Kind("imported", "Imported", {
        "import:receive": "Sent a file to import",
        "import:confirm": "Told an import to go on",
        "import:apply": "Imported rows of a file",
        "import:cancel": "Gave an import up",
    }),
    Kind("ran", "Reports and jobs", {
        "report:request": "Asked for a report",
        "report:run": "Ran a report",
        "job:cancel": "Cancelled a job",
    }),
    Kind("signed", "Signed in or out", {
        "session:start": "Signed in",
        "session:end": "Signed out",
        "session:lock": "Locked the screen",
        "session:unlock": "Unlocked the screen",
        "session:switch-agency": "Switched to another agency",
        "session:confirm": "Gave the password again",
        "session:end-others": "Signed somebody out everywhere",
        "agreement:sign": "Signed the agreement",
        "account:use-recovery-code": "Used a recovery code",
        "session:offer-switch": "Was offered to switch to an agency of theirs",
    }),
    Kind("refused", "Refused", {
        "session:refused": "Missed the password or code",
        "access:refused": "Asked for something without the right to it",
        "access:not-shown": "Asked for a record that was not shown",
    }),
    Kind("managed", "People, roles and settings", {
        "account:create": "Made an account",
        "account:edit": "Changed a person's name or address",
        "account:set-password": "Set a password",
        "account:issue-link": "Made a set-up link",
        "account:set-email": "Changed their own address",
        "account:set-second-factor": "Set up a phone for codes",
        "account:renew-recovery-codes": "Made new recovery codes",
        "account:reset-second-factor": "Took a lost phone and the password away",
        "account:unlock": "Unlocked an account",
        "account:disable": "Closed an account",
        "account:enable": "Took an account into use again",
        "account:retire": "Closed an account that nobody used",
        "account:change-grant": "Changed somebody's role",
        "account:make-administrator": "Made somebody a system administrator",
        "account:withdraw-administrator": "Ended that somebody is a system administrator",
        "account:grant": "Gave somebody a role",
        "account:end-grant": "Ended somebody's role",
        "role:create": "Made a role",
        "role:change": "Changed a role",
        "role:restore": "Gave a role back what it was shipped with",
        "role:delete": "Deleted a role",
        "field:create": "Added a question of the community's own",
        "field:change": "Changed a question of the community's own",
        "field:retire": "Retired a question of the community's own",
        "field:reactivate": "Asked a retired question again",
        "field:move": "Moved a question of the community's own",
        "role:require-course": "Said from when a role asks for a course",
        "training:record": "Recorded training",
        "training:withdraw": "Took recorded training back",
        "setting:change": "Changed a setting",
        "audit:empty-values": "Emptied old and new values of the audit trail",
    }),
)  # fmt: skip
OTHER = "changed"
"""The kind of a verb that is in none."""

_WORDS = {verb: words for kind in KINDS for verb, words in kind.verbs.items()}


def in_words(verb: str) -> str:
    """An act as a person would say it; a verb of which nothing is known reads as it stands."""
    return _WORDS.get(verb) or verb.replace(":", ": ").replace("-", " ").capitalize()


def verbs_of(code: str) -> tuple[bool, tuple[str, ...]]:
    """(whether they are the ones, verbs): the acts of a kind are those of the verbs, or those of none of
    them. Raises KeyError for an unknown kind."""
    if code == OTHER:
        return False, tuple(verb for kind in KINDS if kind.code != OTHER for verb in kind.verbs)
    return True, tuple({kind.code: kind for kind in KINDS}[code].verbs)
