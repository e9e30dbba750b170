"""A Homeless Management Information System for a continuum of care."""
