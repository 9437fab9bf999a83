"""What the red-flag gate is made of: clauses, phrases, grammar of each language, and what a finding stands for."""
