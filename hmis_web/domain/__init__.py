"""The verbs: what is done to clients, enrollments, services and the rest. Functions flush, never commit."""
