# Only the modules beside this one.
