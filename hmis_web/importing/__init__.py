"""HMIS CSV files in: read, parse, check, plan, apply. `runs` is the way in; docs/import.md tells it all."""
