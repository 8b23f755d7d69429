"""What the bookshop does. `registry` holds one object of each service."""
