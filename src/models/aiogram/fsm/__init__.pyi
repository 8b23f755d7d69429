# See context.
