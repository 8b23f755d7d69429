from .client import SSHClient
from .sftp_client import SFTPClient
from .transport import Transport
