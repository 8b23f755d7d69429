from . import client, config, watch
