"""The database: engines, sessions, column types and the key ring."""
