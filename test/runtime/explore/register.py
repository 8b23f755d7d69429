"""What modules of programs have in common."""


def create_register():
    """
    An empty dictionary `P`, and a decorator that puts programs into it. `P[name]` is (coroutine function, kind, options). The kind says
    what breaks the program: `timing`, `order` or `cancel`; the options `first` and `last` name the Python versions that have it, where
    not all do.
    """
    programs = {}

    def program(kind, **options):
        def register(function):
            programs[function.__name__] = (function, kind, options)
            return function

        return register

    return programs, program
