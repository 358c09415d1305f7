"""Everything that knows MkDocs, which the site is built and served with."""
