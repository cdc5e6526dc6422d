"""Pages, a module each: a view validates, calls a service and shows what came of it."""
