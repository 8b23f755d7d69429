from . import ThreadPoolExecutor as ThreadPoolExecutor
