"""`python -m bot`: see `bot.cli`, and for the one command that has to be quick `bot.health`."""

import sys

if __name__ == "__main__":
    if sys.argv[1:] == ["health"]:
        from bot.health import main as health

        sys.exit(health())
    from bot.cli import main

    main()
