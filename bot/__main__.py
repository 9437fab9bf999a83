"""`python -m bot`: see `bot.cli`."""

import os


def start() -> None:
    """Runs the command line."""
    # One message is too little work for several threads: they would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from bot.cli import main

    main()


if __name__ == "__main__":
    start()
