"""Files out: HMIS CSV, PDF, XLSX."""
