"""Who may do what: permissions, roles, the actor and what is in scope."""
