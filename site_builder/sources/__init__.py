"""Metadata services and foreign formats: each gives drafts of records, and nothing is trusted."""
