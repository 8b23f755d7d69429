from .api import delete, get, head, options, patch, post, put, request
from .models import Response
from .sessions import Session, session
