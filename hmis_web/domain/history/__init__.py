"""Everything that happened with a client, on one line of time (access rules, row 52)."""
