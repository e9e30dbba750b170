"""How heavy and how fast pages are: bytes, requests, script, paint, interaction; the server's time."""
