"""Reports: rows in, tables out. Pure apart from `universe/loaders.py`."""
