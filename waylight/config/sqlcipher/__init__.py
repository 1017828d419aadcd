"""Django's SQLite backend on SQLCipher: an encrypted file, and an SQLite free of the WAL-reset fault (fixed in 3.51.3)."""
