from .config import Config as Config
from .main import main as main, run as run
from .server import Server as Server
