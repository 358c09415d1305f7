"""Files: written atomically, read only if they are the survey's own."""
