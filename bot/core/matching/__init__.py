"""What the matcher is made of: repair of typos, likeness, competition between entries, calibration."""
