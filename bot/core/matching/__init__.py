"""The matcher: repair of typos, similarity, kernel regression, calibration."""
