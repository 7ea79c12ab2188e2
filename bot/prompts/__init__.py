"""Find what is due to be said without being asked, and put it in words."""
