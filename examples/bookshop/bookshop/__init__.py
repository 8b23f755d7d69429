"""An online bookshop."""
