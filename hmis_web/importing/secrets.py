"""Social Security numbers: encrypted before they touch the disk, with keyed indexes beside them (decision
9)."""

from __future__ import annotations

import polars as pl

from hmis_web.db.keys import KeyRing
from hmis_web.domain.ssn import index_text, last4_text

SSN = "ssn"
SSN_LAST4 = "ssn4"


def seal(keyring: KeyRing, clients: pl.DataFrame) -> pl.DataFrame:
    """The clients with `ssn` encrypted and `ssn_index`, `ssn4_index` filled. The index is of the nine
    characters without dashes; for a text that is no SSN (hashed files) of the text, so that a changed one
    is noticed. Last four only when they are digits."""
    if SSN not in clients.columns or clients[SSN].null_count() == clients.height:
        return clients
    texts = clients[SSN].to_list()
    plain = [None if text is None else index_text(text) for text in texts]
    last4 = [None if text is None else last4_text(text) for text in plain]
    return clients.with_columns(
        pl.Series(SSN, keyring.encrypt_many(SSN, texts), dtype=pl.String),
        pl.Series("ssn_index", keyring.blind_many(SSN, plain), dtype=pl.String),
        pl.Series("ssn4_index", keyring.blind_many(SSN_LAST4, last4), dtype=pl.String),
    )
