"""Delta tables under one atomic snapshot.

steps.py      the numbered steps of an import, where tests kill it
lock.py       one writer at a time
tables.py     one Delta table: create, restore, commit, vacuum
publish.py    manifests and the pointer
repair.py     what an import that died left behind
ledger.py     side records stamped with the snapshot they belong to
history.py    rollback, retention, clean-up
"""
