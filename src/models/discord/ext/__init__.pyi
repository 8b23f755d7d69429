# See commands and tasks.
