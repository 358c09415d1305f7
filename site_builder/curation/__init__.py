"""The workflows that keep a survey: add, import, refresh, answer, check links."""
