"""Finished tables in the forms that other programs read. HTML and PDF are templates, spreadsheets are
`exporting/`."""
