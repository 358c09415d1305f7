"""Files: written whole or not at all, read only where they are the survey's own."""
