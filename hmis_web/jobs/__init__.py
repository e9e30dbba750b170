"""Long work: the queue, its tasks and how far they are."""
