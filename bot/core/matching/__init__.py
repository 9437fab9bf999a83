"""What the matcher is made of: repair of typos, similarity, competition between entries, calibration."""
