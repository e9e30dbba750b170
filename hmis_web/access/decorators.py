"""Marks that every endpoint must carry exactly one of. The guard in `web/access_guard.py` reads them; no
mark, no entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from hmis_web.access.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])
MARK = "hmis_access"


@dataclass(frozen=True)
class AccessMark:
    """What an endpoint asks for: any one of `permissions`, or only a sign-in, or nothing. A sign-in is
    enough `at_gate`, too: for the page that opens the gate."""

    kind: str
    """`permission`, `signed_in`, `at_gate` or `public`."""
    permissions: tuple[Permission, ...] = ()


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Let in a person whose role at the present agency has one of `permissions`."""
    if not permissions:
        raise ValueError("@requires needs a permission")
    return _marker(AccessMark("permission", permissions))


def signed_in(view: View) -> View:
    """Let in anybody who is signed in: their own pages."""
    return _marker(AccessMark("signed_in"))(view)


def at_gate(view: View) -> View:
    """Let in anybody who is signed in or waits at a gate: locked, or without the second factor, the
    agreement or a role that can be used."""
    return _marker(AccessMark("at_gate"))(view)


def public(view: View) -> View:
    """Let in everybody."""
    return _marker(AccessMark("public"))(view)


def access_mark(view: Callable[..., Any]) -> AccessMark | None:
    """The mark of a view, None when it carries none."""
    return getattr(view, MARK, None)


def _marker(mark: AccessMark) -> Callable[[View], View]:
    def set_mark(view: View) -> View:
        if access_mark(view) is not None:
            raise ValueError(f"{view.__qualname__} carries two access marks")
        setattr(view, MARK, mark)
        return view

    return set_mark
