"""What a WSGI server loads."""

from hmis_web import create_app

app = create_app()
