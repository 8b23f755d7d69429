from sqlalchemy import create_engine

from .main import SQLModel
from .orm.session import Session
