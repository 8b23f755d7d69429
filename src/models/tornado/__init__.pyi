# Only the modules beside this one; gen.coroutine is not modelled.
