from . import response as response
from .app import Sanic as Sanic
from .blueprints import Blueprint as Blueprint
from .request import Request as Request
from .response import HTTPResponse as HTTPResponse, empty as empty, file as file, html as html, json as json, redirect as redirect, text as text
