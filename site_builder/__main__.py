"""Let `python -m site_builder` do what the command `survey` does."""

from __future__ import annotations

from site_builder.cli import main

if __name__ == "__main__":
    main()
