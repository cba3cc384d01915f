import { createLog, startEmbedded, systemClock } from '@tractops/platform'
import pg from 'pg'

export const TICKETS = 1_000_000
export const MESSAGES = 5_000_000
const CUSTOMERS = 2_000
const PEOPLE = 40_000
const WORDS = 20_000
const SENTENCES = 30_000
const HANDS = 2

const log = createLog('error')
const FIRST =
  'Carla Dev Mallory Ava Ben Maria James Linda Robert Susan David Karen Peter Nancy Omar Ingrid Yusuf Chloe Diego Priya Hana Viktor Amara Felix Greta Liam Noor Tomas Wendy Zoe'
const LAST = 'Men Pat Har Wil Gar Rod Tho And Mar Jack Whit Lop Gonz Cart Phil Turn Park Ed Coll Stew'
const LAST_END = 'des el ris son cia riguez mas erson tinez man ez ales er ips ley ner wards ins art berg'
/** The words of the trade are the most frequent, as each is in a large part of what is written. */
const TRADE =
  'owner board meeting dues invoice login unit document vote account error page portal import report balance email reminder ledger elevator parking budget password export statement property manager association violation payment'

/**
 * Fills the migrated database at `dataDir` with a desk of three years, unless it is full already: 1 000 000 tickets, nearly all of them
 * answered and closed, and 5 000 000 messages of some forty words, whose frequencies fall as those of a language do (Zipf). Indexes
 * are made when all is there.
 */
export async function loadDesk(dataDir: string): Promise<void> {
  const settings = {
    ...{ shared_buffers: '1GB', maintenance_work_mem: '768MB', work_mem: '256MB', max_wal_size: '8GB' },
    ...{ synchronous_commit: 'off', autovacuum: false, max_parallel_maintenance_workers: 2 },
  }
  const server = await startEmbedded(dataDir, log, { settings })
  const client = new pg.Client(server.url)
  await client.connect()
  try {
    const { rows } = await client.query('select max(number) as n from ticket')
    if (Number(rows[0].n) >= TICKETS) return
    const step = async (what: string, statement: string) => {
      const start = performance.now()
      await client.query(statement)
      console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(0)} s`)
    }
    await client.query('set session_replication_role = replica; select setseed(0.42)')
    const indexes = await dropIndexes(client)
    await step('words, people, customers', basics)
    await step('tickets', ticketsUntil(systemClock.now().toString()))
    await step('events and tags', eventsAndTags)
    await step('which message when', plan)
    const start = performance.now()
    await Promise.all(Array.from({ length: HANDS }, (_, hand) => writeMessages(server.url, hand)))
    console.log(`messages: ${((performance.now() - start) / 1000).toFixed(0)} s`)
    for (const index of indexes) await step(/index (\w+)/i.exec(index)![1]!, index)
    await step('what was needed to load', 'drop table bench_word, bench_sentence, bench_person, bench_plan')
    await step('statistics', 'vacuum (analyze, parallel 2)')
    await client.query('checkpoint')
  } finally {
    await client.end()
    await server.stop()
  }
}

async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; made: string }>(`
    select i.relname as name, pg_get_indexdef(i.oid) as made from pg_index x
    join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    where t.relname in ('ticket', 'ticket_message', 'ticket_event', 'ticket_tag', 'desk_person')
      and not exists (select from pg_constraint c where c.conindid = i.oid)`)
  for (const { name } of rows) await client.query(`drop index "${name}"`)
  return rows.map(({ made }) => made)
}

/** A word by its frequency: the first is met WORDS times as often as the last. */
const anyWord = `floor(${WORDS} ^ random())::int`
const list = (words: string) => `array['${words.replaceAll(' ', "','")}']`

const basics = `
  create unlogged table bench_word as
  select i, case when i <= ${TRADE.split(' ').length} then (${list(TRADE)})[i]
    else substr('bcdfghlmnprstvz', 1 + i % 15, 1) || substr('aeiou', 1 + i / 15 % 5, 1)
      || substr('bdlmnrstk', 1 + i / 75 % 9, 1) || substr('aeiou', 1 + i / 675 % 5, 1)
      || substr('lmnrstx', 1 + i / 3375 % 7, 1) end as word
  from generate_series(1, ${WORDS + 1}) i;
  create unique index on bench_word (i);
  create unlogged table bench_sentence as
  select s.i, initcap(left(w.words, 1)) || substr(w.words, 2) || '.' as text
  from generate_series(0, ${SENTENCES - 1}) s(i)
  cross join lateral (
    select string_agg(w.word, ' ') as words from (
      select ${anyWord} as i from generate_series(1, 8 + s.i % 9)) pick
    join bench_word w on w.i = pick.i) w;
  insert into customer (id, name, plan, billing, units, starts_on, discount_basis_points, created_at, created_by, changed_at)
  select 'cus_' || i, (array['Harbor','Pine','Oak','Lake','Maple','Sunset','River','Hill','Cedar','Bay'])[1 + i % 10] || ' '
      || initcap((select word from bench_word w where w.i = 100 + c.i)) || ' '
      || (array['HOA','Condominiums','Owners Association','Villas'])[1 + i / 10 % 4],
    (array['standard','premium'])[1 + i % 2], (array['monthly','annual'])[1 + i / 2 % 2], 20 + i % 400,
    '2023-01-01', 0, '2023-01-01', '{"kind":"system","name":"bench"}', '2023-01-01'
  from generate_series(0, ${CUSTOMERS - 1}) c(i);
  create unlogged table bench_person as
  select i, first || ' ' || last as name, lower(first || '.' || last || i || '@customer' || i % ${CUSTOMERS} || '.example') as email
  from generate_series(0, ${PEOPLE - 1}) i
  cross join lateral (select (${list(FIRST)})[1 + i % 30] as first,
    (${list(LAST)})[1 + i / 30 % 20] || (${list(LAST_END)})[1 + i / 600 % 20] as last) n;
  create unique index on bench_person (i);
  insert into desk_person (email, name) select email, name from bench_person;
  analyze bench_word, bench_sentence, bench_person;`

/** Three years, less the month after which tickets are purged, up to now; what waits for an answer came in the last days. */
const ticketsUntil = (now: string) => `
  insert into ticket (id, number, subject, channel, customer_id, requester_name, requester_email, status, severity,
    suggested_severity, suggested_because, assignee_id, received_at, due_at, responded_at, responder_id, response_state,
    breached_at, warned, snoozed_until, created_at, updated_at, last_contact_at, closed_at)
  overriding system value
  select 'tkt_' || md5(n::text), n, left(s.text, 90), (array['mail','widget','portal'])[1 + n % 3], 'cus_' || p.i % ${CUSTOMERS},
    p.name, p.email, status, severity, severity, 'by what it says', case when n % 7 = 0 then null else 'per_' || n % 25 end,
    at, due, case when answered then replied end, case when answered then 'per_' || n % 25 end,
    case when not answered and due > '${now}' then 'waiting' when replied > due then 'breached' else 'met' end,
    case when replied > due then due end, 0, case when status <> 'closed' and n % 11 = 0 then '${now}'::timestamptz + interval '3 days' end,
    at, touched, touched, case when status = 'closed' then touched end
  from generate_series(1, ${TICKETS}) n
  cross join lateral (select timestamptz '${now}' - (${TICKETS} - n) * interval '35 months' / ${TICKETS} as at, hashint8(n)::bigint & 65535 as h) a
  cross join lateral (select (array['P1','P2','P2','P2','P3','P3','P3','P3','P3','P4'])[1 + h % 10] as severity,
    n < ${TICKETS - 1500} or h % 4 > 0 as answered,
    case when n < ${TICKETS - 40000} or h % 20 > 1 then 'closed' when h % 2 = 0 then 'open' else 'waiting' end as usual) b
  cross join lateral (select case when answered then usual else 'open' end as status,
    at + case severity when 'P1' then interval '1 h' when 'P2' then interval '20 h' when 'P3' then interval '30 h' else interval '8 d' end as due) c
  cross join lateral (select at + (due - at) * (h::float / 65535 * 1.04) as replied) d
  cross join lateral (select least(replied + h % 9 * interval '8 h', '${now}') as touched) e
  join bench_person p on p.i = (h * 7919 + n) % ${PEOPLE}
  join bench_sentence s on s.i = (h * 31 + n) % ${SENTENCES};
  select setval(pg_get_serial_sequence('ticket', 'number'), ${TICKETS})`

const eventsAndTags = `
  insert into ticket_event (ticket_id, at, kind, by, data)
  select t.id, e.at, e.kind, '{"kind":"system","name":"desk"}', e.data
  from ticket t cross join lateral (values
    ('received', t.received_at, jsonb_build_object('severity', t.severity, 'channel', t.channel)),
    ('acknowledged', t.received_at, jsonb_build_object('to', t.requester_email)),
    ('answered', t.responded_at, jsonb_build_object('state', t.response_state)),
    ('closed', t.closed_at, '{}'::jsonb)) e(kind, at, data)
  where e.at is not null order by e.at;
  insert into ticket_tag (ticket_id, tag)
  select id, (array['import','billing','login','voting','bug','idea','urgent','training'])[1 + (ln(1 + number % 3000))::int % 8]
  from ticket where number % 3 = 0`

const plan = `
  create unlogged table bench_plan as
  select row_number() over (order by at) as seq, n, k, at from (
    select t.number as n, k, t.received_at + k * k * (interval '2 h' + t.number % 50 * interval '1 min') as at
    from ticket t cross join generate_series(0, 4) k) m;
  create index on bench_plan (seq);
  analyze bench_plan;
  select setval('desk_seq', greatest(${MESSAGES}, (select max(id) from ticket_event)))`

/** One of the hands writes its part of the messages, in their order. */
async function writeMessages(url: string, hand: number): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('set session_replication_role = replica')
  const share = MESSAGES / HANDS
  await client.query(`
    insert into ticket_message (id, seq, ticket_id, at, author, author_id, author_name, author_email, public, channel, text,
      delivery, delivered_at)
    overriding system value
    select 'msg_' || md5(p.seq::text), p.seq, t.id, p.at, who, case who when 'staff' then t.responder_id end,
      case who when 'staff' then 'Ava' else t.requester_name end, case who when 'customer' then t.requester_email end,
      p.seq % 23 > 0, t.channel, a.text || ' ' || b.text || E'\\n\\n' || c.text || ' ref' || p.seq,
      case who when 'staff' then 'accepted' end, case who when 'staff' then p.at end
    from bench_plan p
    cross join lateral (select case when p.k % 2 = 1 then 'staff' else 'customer' end as who) w
    join ticket t on t.number = p.n
    join bench_sentence a on a.i = (p.seq * 7) % ${SENTENCES}
    join bench_sentence b on b.i = (p.seq * 13 + 5) / 17 % ${SENTENCES}
    join bench_sentence c on c.i = (p.seq * 29 + 11) / 31 % ${SENTENCES}
    where p.seq > ${hand * share} and p.seq <= ${(hand + 1) * share}`)
  await client.end()
}
