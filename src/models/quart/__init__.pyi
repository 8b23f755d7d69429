from .app import Quart as Quart
from .blueprints import Blueprint as Blueprint
from .globals import request as request, websocket as websocket
from .helpers import make_response as make_response, send_file as send_file, send_from_directory as send_from_directory
from .templating import render_template as render_template, render_template_string as render_template_string
from .wrappers import Request as Request, Response as Response, Websocket as Websocket
