from .api import Minio
