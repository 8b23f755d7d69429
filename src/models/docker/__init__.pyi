from .client import DockerClient, from_env
