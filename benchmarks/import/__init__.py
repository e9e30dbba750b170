"""How fast HMIS CSV comes in."""
