"""Statements that try to leave the sandbox of queries, for the pinned DuckDB.

In each, `{outside}` is a folder beside the lake with files that hold `SECRET`, `{data}` the folder
of the lake's data files, `{catalog}` its catalog. None of `BLOCKED` gets an answer. What is in
`HARMLESS` may get one, which tells nothing of what lies outside the lake.
"""

import os
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from dateline.warehouse.catalog.folder import CATALOG, DATA
from dateline.warehouse.search.index import SEARCH

SECRET = "canary-7f3a"  # noqa: S105 - it opens nothing

_READS_FILES = (
    "FROM read_text('{outside}/secret.txt')",
    "FROM read_blob('{outside}/secret.txt')",
    "FROM read_csv('{outside}/secret.csv')",
    "FROM read_csv_auto('{outside}/secret.csv')",
    "FROM sniff_csv('{outside}/secret.csv')",
    "FROM read_json('{outside}/secret.json')",
    "FROM read_json_auto('{outside}/secret.json')",
    "FROM read_json_objects('{outside}/secret.json')",
    "FROM read_json_objects_auto('{outside}/secret.json')",
    "FROM read_ndjson('{outside}/secret.json')",
    "FROM read_ndjson_auto('{outside}/secret.json')",
    "FROM read_ndjson_objects('{outside}/secret.json')",
    "FROM read_parquet('{outside}/secret.parquet')",
    "FROM parquet_scan('{outside}/secret.parquet')",
    "FROM parquet_schema('{outside}/secret.parquet')",
    "FROM parquet_metadata('{outside}/secret.parquet')",
    "FROM parquet_file_metadata('{outside}/secret.parquet')",
    "FROM parquet_kv_metadata('{outside}/secret.parquet')",
    "FROM parquet_bloom_probe('{outside}/secret.parquet', 'secret', 1)",
    "FROM parquet_full_metadata('{outside}/secret.parquet')",
    "FROM glob('{outside}/*')",
    "FROM read_duckdb('{outside}/other.duckdb', table_name => 'secrets')",
    "FROM '{outside}/secret.txt'",
    "FROM '{outside}/secret.csv'",
    "FROM '{outside}/secret.json'",
    "FROM '{outside}/secret.parquet'",
    "FROM '{outside}/other.sqlite'",
    "FROM '{outside}/other.duckdb'",
    'FROM "{outside}/secret.csv"',
    "FROM 'file://{outside}/secret.csv'",
    "FROM '{data}/../../outside/secret.csv'",
    "FROM '{data}/./../../outside/secret.parquet'",
    "FROM '{data}/link.csv'",
    "FROM '{data}/*/*.parquet'",
    "FROM '{data}/main/documents/*.parquet'",
    "FROM '/proc/self/environ'",
    "FROM '/proc/self/environ.csv'",
    "FROM read_text('/proc/self/environ')",
    "FROM read_text('/dev/stdin')",
    "FROM read_text('{data}/main/../../../outside/secret.txt')",
    "SELECT (SELECT content FROM read_text('{outside}/secret.txt'))",
    "SELECT * FROM articles, LATERAL read_text('{outside}/secret.txt')",
    "SELECT * FROM articles WHERE EXISTS (FROM read_text('{outside}/secret.txt'))",
    "SELECT [x.content FOR x IN (SELECT list(t) FROM read_text('{outside}/secret.txt') AS t)]",
    "WITH stolen AS MATERIALIZED (FROM read_text('{outside}/secret.txt')) FROM stolen",
    "WITH RECURSIVE stolen AS (SELECT content FROM read_text('{outside}/secret.txt') UNION ALL "
    "SELECT content FROM stolen WHERE false) FROM stolen",
    "VALUES ((SELECT content FROM read_text('{outside}/secret.txt')))",
    "DESCRIBE FROM read_text('{outside}/secret.txt')",
    "DESCRIBE '{outside}/secret.csv'",
    "SUMMARIZE '{outside}/secret.csv'",
    "SUMMARIZE FROM read_csv('{outside}/secret.csv')",
    "SHOW '{outside}/secret.csv'",
    "EXPLAIN ANALYZE FROM read_text('{outside}/secret.txt')",
    "EXPLAIN (FORMAT json) FROM read_text('{outside}/secret.txt')",
    "PIVOT read_csv('{outside}/secret.csv') ON secret IN (1) USING count(*)",
    "UNPIVOT read_csv('{outside}/secret.csv') ON secret",
    "FROM (FROM read_text('{outside}/secret.txt')) AS a POSITIONAL JOIN articles",
    "FROM articles ASOF JOIN read_csv('{outside}/secret.csv') AS b ON word_count >= b.secret",
    "SELECT 1 UNION ALL BY NAME SELECT content FROM READ_TEXT('{outside}/secret.txt')",
    "SELECT 1 ORDER BY (SELECT content FROM read_text('{outside}/secret.txt'))",
    "SELECT 1 LIMIT (SELECT count(*) FROM read_text('{outside}/secret.txt'))",
    "FROM articles TABLESAMPLE 10% WHERE headline IN (SELECT content FROM "
    "system.main.read_text('{outside}/secret.txt'))",
    "SELECT read_text('{outside}/secret.txt')",
    "SELECT * FROM query('FROM read_text(''{outside}/secret.txt'')')",
    "SELECT * FROM query_table('{outside}/secret.csv')",
    "SELECT * FROM query_table(['{outside}/secret.csv'])",
    "FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''a'')'))",
    "PRAGMA json_execute_serialized_sql('{}')",
    "FROM read_xlsx('{outside}/secret.xlsx')",
    "FROM st_read('{outside}/secret.csv')",
    "FROM arrow_scan(1, 2, 3)",
    "FROM pandas_scan(1)",
    "FROM python_map_function(1)",
    "FROM seq_scan('articles')",
)
_OPENS_DATABASES = (
    "ATTACH '{outside}/other.duckdb' AS other",
    "ATTACH '{outside}/other.sqlite' AS other (TYPE sqlite)",
    "ATTACH '{outside}/new.duckdb'",
    "ATTACH ':memory:' AS other",
    "ATTACH 'ducklake:sqlite:{catalog}' AS other",
    "ATTACH 'postgres:host=127.0.0.1' AS other",
    "ATTACH OR REPLACE '{outside}/new.duckdb' AS lake",
    "DETACH lake",
    "USE memory",
    "FROM sqlite_scan('{outside}/other.sqlite', 'secrets')",
    "FROM sqlite_query('{outside}/other.sqlite', 'FROM secrets')",
    "FROM sqlite_query('__ducklake_metadata_lake', 'DELETE FROM ducklake_table RETURNING 1')",
    "CALL sqlite_attach('{outside}/other.sqlite')",
    "FROM sqlite_attach('{outside}/other.sqlite')",
    "FROM sqlite_all_columns('{outside}/other.sqlite')",
    "FROM postgres_scan('host=127.0.0.1', 'public', 'a')",
    "FROM mysql_query('other', 'SELECT 1')",
    "COPY FROM DATABASE lake TO other",
)
_REACHES_NETWORKS = (
    "INSTALL httpfs",
    "FORCE INSTALL httpfs FROM community",
    "INSTALL '{outside}/mine.duckdb_extension'",
    "LOAD httpfs",
    "LOAD '{outside}/mine.duckdb_extension'",
    "UPDATE EXTENSIONS",
    "FROM 'http://127.0.0.1:9/a.csv'",
    "FROM 'https://example.org/a.parquet'",
    "FROM 's3://bucket/a.parquet'",
    "FROM 'gcs://bucket/a.parquet'",
    "FROM 'azure://container/a.parquet'",
    "FROM 'hf://datasets/a/b.parquet'",
    "FROM read_csv('https://example.org/a.csv')",
    "FROM read_text('s3://bucket/a')",
    "FROM iceberg_scan('s3://bucket/a')",
    "FROM delta_scan('s3://bucket/a')",
    "FROM load_aws_credentials()",
    "CALL load_aws_credentials()",
    "SELECT http_get('http://127.0.0.1:9')",
    "CALL start_ui_server()",
)
_WRITES_FILES = (
    "COPY articles TO '{outside}/stolen.csv'",
    "COPY articles TO '{data}/stolen.parquet'",
    "COPY (SELECT 1) TO '{outside}/stolen.json'",
    "COPY (SELECT 1 AS a) TO '{data}/parts' (PARTITION_BY a)",
    "COPY (SELECT 1) TO '/dev/stdout'",
    "COPY articles FROM '{outside}/secret.csv'",
    "EXPORT DATABASE '{outside}/export'",
    "IMPORT DATABASE '{outside}/export'",
    "EXPLAIN ANALYZE COPY articles TO '{outside}/stolen.csv'",
    "WITH a AS (SELECT 1) COPY a TO '{outside}/stolen.csv'",
    "SET profiling_output = '{outside}/profile.json'",
    "PRAGMA enable_profiling = 'json'",
    "PRAGMA profiling_output = '{outside}/profile.json'",
    "SET log_query_path = '{outside}/queries.log'",
    "PRAGMA log_query_path = '{outside}/queries.log'",
    "CALL enable_logging(storage => 'file', storage_config => {'path': '{outside}/logs'})",
    "FROM enable_logging('QueryLog')",
    "CALL truncate_duckdb_logs()",
    "SET temp_directory = '{outside}/spill'",
    "SET home_directory = '{outside}'",
    "SET extension_directory = '{outside}'",
    "CHECKPOINT",
    "FORCE CHECKPOINT lake",
    "FROM checkpoint()",
    "FROM force_checkpoint('lake')",
    "VACUUM",
    "VACUUM ANALYZE articles",
    "ANALYZE",
)
_CHANGES_THE_LAKE = (
    "INSERT INTO stories SELECT * FROM stories",
    "FROM __ducklake_metadata_lake.ducklake_metadata",
    "INSERT INTO __ducklake_metadata_lake.ducklake_metadata VALUES ('a', 'b', NULL, NULL)",
    "UPDATE articles SET headline = ''",
    "DELETE FROM articles",
    "DELETE FROM __ducklake_metadata_lake.ducklake_table",
    "TRUNCATE articles",
    "MERGE INTO articles USING articles AS b ON true WHEN MATCHED THEN DELETE",
    "WITH gone AS (DELETE FROM articles RETURNING *) FROM gone",
    "WITH added AS (INSERT INTO articles FROM articles RETURNING *) FROM added",
    "ALTER TABLE articles DROP COLUMN headline",
    "DROP TABLE articles",
    "DROP SCHEMA main CASCADE",
    "CREATE TABLE mine (a INTEGER)",
    "CREATE TABLE mine AS FROM articles",
    "CREATE OR REPLACE VIEW quotations AS SELECT 1",
    "COMMENT ON TABLE articles IS 'mine'",
    "CALL lake.set_option('data_inlining_row_limit', 5)",
    "CALL ducklake_set_option('lake', 'data_path', '{outside}')",
    "FROM ducklake_set_option('lake', 'data_path', '{outside}')",
    "CALL lake.set_commit_message('me', 'mine')",
    "FROM ducklake_set_commit_message('lake', 'me', 'mine')",
    "CALL ducklake_expire_snapshots('lake', older_than => now())",
    "FROM ducklake_expire_snapshots('lake', older_than => now())",
    "FROM ducklake_cleanup_old_files('lake', cleanup_all => true)",
    "FROM ducklake_delete_orphaned_files('lake', cleanup_all => true)",
    "FROM ducklake_merge_adjacent_files('lake')",
    "FROM ducklake_rewrite_data_files('lake')",
    "FROM ducklake_flush_inlined_data('lake')",
    "FROM ducklake_add_data_files('lake', 'articles', '{outside}/secret.parquet')",
    "FROM ducklake_list_files('lake', 'articles')",
    "FROM lake.expire_snapshots(older_than => now())",
    "FROM lake.merge_adjacent_files()",
    "BEGIN TRANSACTION",
    "COMMIT",
    "ROLLBACK",
)
_CHANGES_THE_CONNECTION = (
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET GLOBAL allowed_directories = ['/']",
    "SET allowed_paths = ['{outside}/secret.txt']",
    "SET allow_unsigned_extensions = true",
    "SET memory_limit = '100GB'",
    "SET custom_user_agent = 'me'",
    "SET VARIABLE a = (SELECT content FROM read_text('{outside}/secret.txt'))",
    "SET python_enable_replacements = true",
    "SET autoinstall_known_extensions = true",
    "RESET enable_external_access",
    "RESET memory_limit",
    "PRAGMA database_list",
    "PRAGMA enable_progress_bar",
    "PRAGMA force_checkpoint",
    "PRAGMA user_agent",
    "CREATE SECRET mine (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "CREATE PERSISTENT SECRET mine (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "DROP SECRET mine",
    "CREATE MACRO mine(a) AS a",
    "CREATE MACRO mine(a) AS TABLE FROM read_text(a)",
    "CREATE TEMP MACRO mine(a) AS TABLE FROM read_text(a)",
    "CREATE TEMP TABLE mine AS SELECT 1",
    "CREATE TEMP VIEW articles AS SELECT 1",
    "CREATE SEQUENCE mine",
    "CREATE TYPE mine AS ENUM ('a')",
    "CREATE SCHEMA mine",
    "CREATE INDEX mine ON articles (headline)",
    "PREPARE mine AS FROM read_text('{outside}/secret.txt')",
    "EXECUTE bound('a')",
    "DEALLOCATE bound",
    "SELECT 1; SELECT 2",
    "SELECT 1; COPY (SELECT 1) TO '{outside}/stolen.csv'",
    "SELECT 1;;COPY (SELECT 1) TO '{outside}/stolen.csv'",
    "EXPLAIN SELECT 1; COPY (SELECT 1) TO '{outside}/stolen.csv'",
    "SELECT 1 /* ; */; COPY (SELECT 1) TO '{outside}/stolen.csv' --",
    "SELECT $$a$$; COPY (SELECT 1) TO '{outside}/stolen.csv'",
    "EXPLAIN EXPLAIN COPY (SELECT 1) TO '{outside}/stolen.csv'",
    "explain/**/analyze COPY (SELECT 1) TO '{outside}/stolen.csv'",
    "\ufeffCOPY (SELECT 1) TO '{outside}/stolen.csv'",
    "SELECT 1\0; COPY (SELECT 1) TO '{outside}/stolen.csv'",
    "",
    ";",
    "-- nothing",
)
_TELLS_OF_THE_MACHINE = (
    "SELECT getenv('CANARY')",
    "SELECT getenv('HOME')",
    "FROM duckdb_secrets()",
    "FROM which_secret('s3://bucket/a', 's3')",
    "FROM duckdb_logs()",
    "FROM duckdb_logs_parsed('QueryLog')",
    "FROM duckdb_log_contexts()",
    "FROM duckdb_databases()",
    "FROM duckdb_extensions()",
    "FROM duckdb_temporary_files()",
    "FROM duckdb_memory()",
    "FROM duckdb_prepared_statements()",
    "FROM duckdb_variables()",
    "FROM duckdb_external_file_cache()",
    "FROM pragma_database_size()",
    "FROM pragma_storage_info('articles')",
    "FROM pragma_user_agent()",
    "FROM pragma_last_profiling_output()",
    "FROM folder",
    "FROM locals",
    "FROM lake_folder",
)

BLOCKED = (
    *_READS_FILES,
    *_OPENS_DATABASES,
    *_REACHES_NETWORKS,
    *_WRITES_FILES,
    *_CHANGES_THE_LAKE,
    *_CHANGES_THE_CONNECTION,
    *_TELLS_OF_THE_MACHINE,
)

HARMLESS = (
    "SELECT '{outside}/secret.txt'",
    "SELECT current_setting('enable_external_access')",
    "SELECT current_setting('temp_directory')",
    "SELECT current_setting('home_directory')",
    "SELECT current_setting('secret_directory')",
    "SELECT getvariable('a')",
    "SELECT current_query()",
    "SELECT current_database(), current_user, version()",
    "SELECT write_log('line', level := 'error', log_type := 'mine')",
    "SELECT error('mine')",
    "SELECT nextval('mine')",
    "SELECT json_serialize_sql('COPY (SELECT 1) TO ''{outside}/stolen.csv''')",
    "SELECT json_deserialize_sql('{}')",
    "FROM duckdb_settings()",
    "FROM duckdb_functions() LIMIT 5",
    "FROM duckdb_views() LIMIT 5",
    "FROM duckdb_tables() LIMIT 5",
    "FROM information_schema.tables LIMIT 5",
    "FROM pg_catalog.pg_class LIMIT 5",
    "SHOW DATABASES",
    "SHOW ALL TABLES",
    "DESCRIBE articles",
    "FROM lake.snapshots()",
    "FROM articles AT (VERSION => 1)",
    "SELECT COLUMNS('.*') FROM documents LIMIT 1",
    "SELECT '\x1b]0;title\x07', chr(0), '\u202eabc'",
    'SELECT 1 AS "{outside}/secret.txt"',
    "SELECT {'a': 1}::JSON, MAP {'a': 1}, [1, NULL], 'infinity'::DOUBLE",
    "FROM test_all_types()",
)


class Outside:
    """What lies outside a lake, and must be neither read nor changed."""

    def __init__(self, lake: Path, patch: pytest.MonkeyPatch) -> None:
        """Put the secret into files of many kinds beside a lake, and into the environment."""
        self.lake = lake
        self.folder = lake.parent / "outside"
        self.folder.mkdir()
        patch.setenv("CANARY", SECRET)
        (self.folder / "secret.txt").write_text(SECRET)
        (self.folder / "secret.csv").write_text(f"secret,text\n1,{SECRET}\n")
        (self.folder / "secret.json").write_text(f'{{"secret": "{SECRET}"}}')
        (lake / DATA / "link.csv").symlink_to(self.folder / "secret.csv")
        with duckdb.connect(self.folder / "other.duckdb") as connection:
            connection.execute(f"CREATE TABLE secrets AS SELECT '{SECRET}' AS secret")
            connection.execute(f"COPY secrets TO '{self.folder / 'secret.parquet'}'")
        with sqlite3.connect(self.folder / "other.sqlite") as sqlite:
            sqlite.execute("CREATE TABLE secrets (secret)")
            sqlite.execute("INSERT INTO secrets VALUES (?)", [SECRET])
        shutil.copy(self.folder / "secret.csv", self.folder / "folder.csv")
        self._before = self._files()

    def filled(self, statements: Sequence[str]) -> list[str]:
        """The statements with the paths of this lake in them."""
        paths = {
            "{outside}": self.folder,
            "{data}": self.lake / DATA,
            "{catalog}": self.lake / CATALOG,
        }
        filled = []
        for statement in statements:
            for mark, path in paths.items():
                statement = statement.replace(mark, str(path))
            filled.append(statement)
        return filled

    def changed(self) -> list[str]:
        """The files that are new, gone or different, but for journals and the search index."""
        now = self._files()
        return sorted(path for path, _ in self._before.items() ^ now.items())

    def _files(self) -> dict[str, tuple[int, int]]:
        return {
            str(path): (path.stat().st_size, path.stat().st_mtime_ns)
            for folder in (self.lake, self.folder)
            for path in folder.rglob("*")
            if path.is_file() and not path.name.startswith(CATALOG) and path.parent.name != SEARCH
        } | {"working folder": (len(os.listdir()), 0)}  # noqa: PTH208 - its entries are counted
