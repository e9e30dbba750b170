"""HMIS CSV in: read, check, plan, apply."""
