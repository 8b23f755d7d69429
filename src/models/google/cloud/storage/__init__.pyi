from .blob import Blob
from .bucket import Bucket
from .client import Client
