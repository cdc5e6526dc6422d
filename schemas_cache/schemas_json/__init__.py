"""The format of schemas.json: a document that carries schemas from one cache to another.

`{"cache_metadata": {version, created_at, last_updated, total_schemas}, "schemas": {hash: entry}}`. An entry may carry,
besides what `Entry.to_json` writes, the revisions before its current one, because permanent links name them, the author
of each, and the hash of the schema that it was merged into.
"""

VERSION = "1.0"
EARLIER, AUTHOR, MERGED = "earlier_revisions", "author", "merged_into"
