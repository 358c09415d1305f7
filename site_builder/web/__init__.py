"""What the site gives to programs: API, feeds, explorer data, head metadata, schemas."""
