import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { ensure, NODE, ROOT } from './ensure.mjs'

/*
 * Enters examples into a service that runs, through its API: customers with contacts, an incident that has been told to its
 * end, a maintenance that is announced and one that is planned, and tickets. Meant for a look around on a scratch database.
 */

const HOUR = 3_600_000

await ensure()
const url = (process.argv[2] ?? `http://127.0.0.1:${process.env.PORT || 3000}`).replace(/\/$/, '')
try {
  await fetch(`${url}/healthz`)
} catch {
  console.error(
    `Nothing answers at ${url}. Start the service with npm start first, or name its address: npm run seed -- http://…`,
  )
  process.exit(1)
}
const name = `examples of ${new Date().toISOString().slice(0, 16)}`
const key = await makeKey()
try {
  await enter()
} finally {
  const { items } = await ask('GET', '/api/v1/keys')
  const own = items.findLast((k) => k.name === name && !k.revokedAt)
  if (own) await ask('DELETE', `/api/v1/keys/${own.id}`)
}
console.log(`Entered. Look at ${url}/status and ${url}/console.`)

async function enter() {
  await customer('harbor-view', {
    name: 'Harbor View HOA',
    plan: 'premium',
    billing: 'annual',
    units: 240,
    contacts: [
      contact('Carla Ruiz', 'carla@example.com', 'president'),
      contact('Tom Lind', 'tom@example.com', 'treasurer'),
    ],
  })
  await customer('cedar-court', {
    name: 'Cedar Court COA',
    plan: 'standard',
    billing: 'monthly',
    units: 36,
    contacts: [contact('Dev Patel', 'dev@example.com', 'manager')],
  })
  await customer('mill-pond', {
    name: 'Mill Pond POA',
    plan: 'standard',
    billing: 'annual',
    units: 112,
    discountPercent: 7.5,
  })

  const components = await ask('GET', '/api/v1/components')
  const component = components.find((c) => !c.critical)?.key ?? components[0]?.key
  const now = Date.now()
  const incident = await ask('POST', '/api/v1/incidents', {
    title: 'Ballots take long to open',
    impact: 'minor',
    text: 'Some members wait for half a minute until a ballot opens. We are **looking into it**.',
    components: component ? [{ key: component, impact: 'degraded_performance' }] : [],
  })
  const update = (state, text) => ask('POST', `/api/v1/incidents/${incident.id}/updates`, { state, text })
  await update('identified', 'A report that runs at night was still running. We have stopped it.')
  await update('resolved', 'Ballots open at once again. Votes that were cast meanwhile have been counted.')
  await ask('PUT', `/api/v1/incidents/${incident.id}/cause`, {
    kind: 'own',
    because: 'The nightly report of arrears had no limit of time.',
  })

  for (const [requester, subject, text] of [
    [
      ['Carla Ruiz', 'carla@example.com'],
      'How do I export dues?',
      'The treasurer wants last year as a spreadsheet.',
    ],
    [
      ['Dev Patel', 'dev@example.com'],
      'Ballots are slow for many',
      'A third of our members wait for minutes.',
    ],
    [['Tom Lind', 'tom@example.com'], 'A darker theme', 'It would be kind to the eyes at night.'],
  ])
    await ask('POST', '/api/v1/tickets', {
      subject,
      text,
      requester: { name: requester[0], email: requester[1] },
    })

  const proposal = await ask('GET', '/api/v1/maintenances/proposal')
  const start = new Date(proposal.start ?? proposal.window?.start ?? now + 72 * HOUR)
  const announced = await ask('POST', '/api/v1/maintenances', {
    title: 'Moving the database',
    text: 'Dues, documents and votes cannot be reached while the database moves to a larger server.',
    components: components.slice(0, 2).map((c) => c.key),
    start: start.toISOString(),
    end: new Date(start.getTime() + HOUR).toISOString(),
  })
  await ask('POST', `/api/v1/maintenances/${announced.id}/publication`, {})
  await ask('POST', '/api/v1/maintenances', {
    title: 'New certificates',
    text: 'Nothing should be noticed.',
    start: new Date(start.getTime() + 168 * HOUR).toISOString(),
    end: new Date(start.getTime() + 169 * HOUR).toISOString(),
  })
}

function customer(externalId, description) {
  return ask('PUT', `/api/v1/customers/by-external-id/${externalId}`, { start: '2026-01-01', ...description })
}

function contact(name, email, role) {
  return { name, email, role }
}

async function makeKey() {
  const child = spawn(
    NODE,
    [join(ROOT, 'service/bin/tractops.js'), 'key', 'create', '--role', 'admin', '--name', name],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let out = ''
  for await (const chunk of child.stdout) out += chunk
  if (out.trim() === '') process.exit(1)
  return out.trim().split('\n').at(-1)
}

async function ask(method, path, body) {
  const answer = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const said = await answer.text()
  if (answer.ok) return said ? JSON.parse(said) : null
  console.error(`${method} ${path} answered ${answer.status}: ${said}`)
  throw new Error('The service refused an example; what was entered before it is kept.')
}
