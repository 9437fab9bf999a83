"""Words, stems and mark-up."""
