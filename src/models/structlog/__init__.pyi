from ._config import get_logger, getLogger
