"""Numbers in, estimates out: no screen, no database, no words."""
