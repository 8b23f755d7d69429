from .supervisor import start_workers, stop_workers

__all__ = ["start_workers", "stop_workers"]
