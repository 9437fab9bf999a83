"""`python -m bot`: see `bot.cli.app`. `health` and the running bot avoid its imports, to be quick and small."""

import sys

INTERRUPTED = 130
"""As shells have it: 128 and the number of the signal."""


def start() -> None:
    """Runs the command line. Ctrl-C while it is loading ends it with a line."""
    try:
        _start()
    except KeyboardInterrupt:
        sys.stderr.write("Ended by Ctrl-C.\n")
        sys.exit(INTERRUPTED)


def _start() -> None:
    if sys.argv[1:] == ["health"]:
        from bot.monitoring.health import main as health

        sys.exit(health())
    from bot import runtime

    runtime.make_files_private()
    runtime.prepare_blas()
    if sys.argv[1:] in ([], ["run"]):
        from bot.run import has_token, run

        if sys.argv[1:] or has_token():
            sys.exit(run())
    from bot.cli.app import main

    main()


if __name__ == "__main__":
    start()
