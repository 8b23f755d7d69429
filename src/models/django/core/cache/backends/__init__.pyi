# The interface of all of them is in base.
