"""YAML files: reading, parsing into records, writing, editing, canonical form."""
