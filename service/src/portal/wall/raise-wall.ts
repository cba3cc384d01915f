import type { Platform } from '@tractops/platform'

/** What whoever reads in the portal is in the database, whichever user the service connects as. */
export const READER_ROLE = 'tractops_reader'

/** Held while the wall is raised, so that processes that start together do it once. Any number will do; it never changes. */
const wallLock = 7_263_541_179

const READER = `current_setting('tractops.reader', true)`

/**
 * The tickets of the reader: what came from their address and all of their customers, and what staff have merged with one of them. It looks past the
 * wall that its answer makes, so it takes nothing but the setting.
 */
const MAKE_TICKETS = `
create or replace function tractops_reader_tickets() returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  with own as (
    select id, coalesce(merged_into, id) as root from ticket
    where requester_email = ${READER} or customer_id in (
      select c.customer_id from customer_contact c join customer u on u.id = c.customer_id
      where lower(c.email) = ${READER} and c.removed_at is null and u.removed_at is null)
  )
  select id from own
  union select t.id from ticket t where t.id in (select root from own)
  union select t.id from ticket t where t.merged_into in (select root from own)
$$`

/** For each table that a reader may see something of: the rows that are theirs, by the address that they have shown to be theirs. */
const ROWS: Record<string, string> = {
  ticket: 'id in (select tractops_reader_tickets())',
  ticket_message: 'public and ticket_id in (select tractops_reader_tickets())',
  attachment: `case when message_id is null then uploaded_by = 'reader:' || ${READER}
    else message_id in (select id from ticket_message) end`,
}

const MAKE_ROLE = `
do $$ begin
  create role ${READER_ROLE} nologin;
exception when duplicate_object or unique_violation then null;
end $$`

/**
 * Isolation by account in the database as well: a role that sees of each table only rows of the reader named by the setting
 * `tractops.reader`, by row-level security. The owner of the tables, who is everybody else in this service, is not touched by it. Does what is
 * missing, and resolves to false where the database user may make no roles; then only the queries keep readers apart.
 */
export async function raiseWall({ pool, log }: Pick<Platform, 'pool' | 'log'>): Promise<boolean> {
  const client = await pool.connect()
  try {
    await client.query(`begin; set local statement_timeout = '30s'; set local lock_timeout = '20s'`)
    await client.query('select pg_advisory_xact_lock($1)', [wallLock])
    const role = await client.query('select 1 from pg_roles where rolname = $1', [READER_ROLE])
    if (role.rowCount === 0) await client.query(MAKE_ROLE)
    const member = await client.query(`select pg_has_role(current_user, $1, 'member') as yes`, [READER_ROLE])
    if (!member.rows[0].yes) await client.query(`grant ${READER_ROLE} to current_user`)
    await client.query(MAKE_TICKETS)
    for (const [table, rows] of Object.entries(ROWS)) {
      const policy = `reader_sees_own_${table}`
      const there = await client.query(
        'select 1 from pg_policies where schemaname = current_schema() and policyname = $1',
        [policy],
      )
      if (there.rowCount !== 0) continue
      await client.query(`alter table ${table} enable row level security`)
      await client.query(`grant select on ${table} to ${READER_ROLE}`)
      await client.query(`create policy ${policy} on ${table} for select to ${READER_ROLE} using (${rows})`)
    }
    // That the role can be taken, this very user proves here.
    await client.query(`grant usage on schema public to ${READER_ROLE}; set local role ${READER_ROLE}`)
    await client.query('commit')
    return true
  } catch (err) {
    await client.query('rollback')
    if ((err as { code?: string }).code !== '42501') throw err
    log.warn(
      { err },
      `the database user may not make the role ${READER_ROLE}: readers of the portal are kept apart by queries alone. Let an administrator of the database run "create role ${READER_ROLE} nologin; grant ${READER_ROLE} to" this user, and start again.`,
    )
    return false
  } finally {
    client.release()
  }
}
