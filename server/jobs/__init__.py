"""Work that happens by the clock: one process of all is elected to do it; when it dies another takes over."""
