"""The review of themes by staff, with the store and the live FAQ."""
