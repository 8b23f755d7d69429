# See dispatcher and router.
