"""The one kind of error that is meant for a person: a sentence, and the key it is about."""


class TiescopeError(Exception):
    """Something a person can mend: the message is one sentence saying what, where and what is allowed.

    ``key`` names the experiment's key (or command line argument) at fault, if there is one.
    Any other exception is a bug: it goes to the log with its traceback.
    """

    def __init__(self, sentence: str, key: str | None = None) -> None:
        super().__init__(sentence)
        self.key = key
