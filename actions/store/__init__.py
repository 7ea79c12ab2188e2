"""What the coach remembers: tables, encryption, migrations and functions on a session."""
