"""What themes are made of: kinship of questions, linkage, proposed wordings."""
