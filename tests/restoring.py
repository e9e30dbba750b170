"""Puts a PostgreSQL database back to what it held: quicker than emptying ninety tables, for a test writes to
few of them."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine, text

HOME = "kept"
"""The schema of what is needed for it; the rows of a scene stand in `kept_<scene>`."""
LARGE = 1 << 20
"""Bytes of a table from which it is truncated, with all others: its dead rows would make later tests slow."""

FUNCTIONS = """
CREATE SCHEMA kept;

CREATE FUNCTION kept.tables() RETURNS SETOF text LANGUAGE sql AS $$
    SELECT relname::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
$$;

CREATE FUNCTION kept.clear() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    used text[];
    each text;
BEGIN
    SELECT array_agg(relname::text) INTO used FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
        AND pg_relation_size(oid) > 0;
    IF used IS NULL THEN RETURN; END IF;
    IF EXISTS (
        SELECT 1 FROM unnest(used) AS name
        WHERE pg_relation_size(format('public.%I', name)::regclass) > {large}
    ) THEN
        EXECUTE (
            SELECT 'TRUNCATE ' || string_agg(format('public.%I', name), ', ') || ' CASCADE'
            FROM kept.tables() AS name
        );
        RETURN;
    END IF;
    FOREACH each IN ARRAY used LOOP
        -- whoever still writes is waited for, so that nothing of an earlier test can arrive late
        EXECUTE format('LOCK TABLE public.%I IN SHARE ROW EXCLUSIVE MODE', each);
        EXECUTE format('DELETE FROM public.%I', each);
    END LOOP;
END $$;

CREATE FUNCTION kept.put_back(scene text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    each record;
BEGIN
    -- neither foreign keys nor the audit trail's triggers
    PERFORM set_config('session_replication_role', 'replica', true);
    PERFORM set_config('lock_timeout', '30s', true);
    -- of an import that was killed
    FOR each IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'import%' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', each.nspname);
    END LOOP;
    PERFORM kept.clear();
    PERFORM setval(format('public.%I', sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
    FOR each IN EXECUTE format('SELECT relname FROM kept_%s.filled', scene) LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM kept_%s.%I', each.relname, scene, each.relname);
    END LOOP;
    EXECUTE format('SELECT count(setval(name::regclass, value)) FROM kept_%s.counted', scene);
END $$;

CREATE FUNCTION kept.keep(scene text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    each text;
    there boolean;
BEGIN
    EXECUTE format('DROP SCHEMA IF EXISTS kept_%s CASCADE', scene);
    EXECUTE format('CREATE SCHEMA kept_%s', scene);
    EXECUTE format('CREATE TABLE kept_%s.filled (relname text)', scene);
    FOR each IN SELECT kept.tables() LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', each) INTO there;
        IF there THEN
            EXECUTE format('CREATE TABLE kept_%s.%I AS TABLE public.%I', scene, each, each);
            EXECUTE format('INSERT INTO kept_%s.filled VALUES (%L)', scene, each);
        END IF;
    END LOOP;
    EXECUTE format(
        'CREATE TABLE kept_%s.counted AS '
        'SELECT format(''public.%%I'', sequencename) AS name, last_value AS value '
        'FROM pg_sequences WHERE schemaname = ''public'' AND last_value IS NOT NULL', scene);
END $$;
"""


class Restorer:
    """One worker's database."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url, pool_size=1)
        with self._engine.begin() as connection:
            # psycopg reads a per cent sign as a placeholder
            connection.exec_driver_sql(FUNCTIONS.replace("{large}", str(LARGE)).replace("%", "%%"))

    def keep(self, scene: str) -> None:
        """Remember every row that is there now, and where the sequences stand."""
        self._call("keep", scene)

    def put_back(self, scene: str) -> None:
        """The rows of a scene, and no others."""
        self._call("put_back", scene)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _call(self, function: str, scene: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(text(f"SELECT kept.{function}(:scene)"), {"scene": scene})
