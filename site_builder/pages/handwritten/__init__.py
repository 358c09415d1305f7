"""Pages written by hand: what they cite, what they ask for, and what is put into them."""
