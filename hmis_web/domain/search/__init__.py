"""Finding clients: `find.search` answers the box, `indexing` keeps the index true (docs/search.md)."""
