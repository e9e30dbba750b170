"""The daily check of all records: periodic and batch rules of validation.csv, a module for each part of the
record, a function for each rule."""
