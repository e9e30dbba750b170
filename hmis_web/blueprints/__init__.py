"""Pages, grouped as people think of them."""
