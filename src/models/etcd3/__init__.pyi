from .client import Etcd3Client, client
