"""How updates come in: polled or posted, joined, and handled in order within each chat."""
