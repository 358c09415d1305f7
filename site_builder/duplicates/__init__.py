"""Papers that may be one: nearly the same titles, the same identifiers."""
