"""How long the fictional community takes to make and load, and how much memory."""
