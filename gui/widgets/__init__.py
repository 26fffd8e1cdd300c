"""Small widgets, colours and icons."""
