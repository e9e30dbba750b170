"""`python -m hmis_web.cli`."""

from hmis_web.cli import main

main()
