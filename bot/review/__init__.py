"""What staff decide about themes, with storage and the live FAQ behind it."""
