from . import ProcessPoolExecutor as ProcessPoolExecutor
