"""CoC Annual Performance Report, one question a module (the file is named after HUD's number)."""
