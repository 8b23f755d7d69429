from .cmd import Git
from .remote import Remote
from .repo import Repo
