from .connection import SSHClientConnection, connect
from .sftp import SFTPClient, SFTPClientFile
