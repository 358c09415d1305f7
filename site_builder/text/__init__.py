"""Text as people write and read it: names, confusable letters, Markdown, comments on a forge."""
