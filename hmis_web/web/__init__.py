"""What only Flask needs: guard, transactions, sessions, errors, headers."""
