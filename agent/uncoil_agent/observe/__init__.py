"""`mode=run`: watches a program, and changes nothing of what it does."""


def install(channel, settings):
    """Puts the hooks in place; those of asyncio when it is imported."""
