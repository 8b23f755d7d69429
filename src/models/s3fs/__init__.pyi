from .core import S3FileSystem
