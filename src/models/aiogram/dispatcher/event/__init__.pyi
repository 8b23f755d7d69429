# See telegram.
