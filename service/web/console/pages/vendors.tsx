import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask, type Page as PageOf } from '../../api/ask.ts'
import type { Vendor } from '../../api/vendors.ts'
import { Instant } from '../parts/instant.tsx'
import { Answered, Empty } from '../parts/told.tsx'
import { VendorMark } from '../parts/vendor-mark.tsx'

/** Those whom we depend on, as their own status pages tell. SLA §4(b) */
export function Page() {
  const vendors = useVendors()
  return (
    <>
      <title>Vendors · TractOps</title>
      <header>
        <h1>{vendors.data === undefined ? 'Vendors' : headline(vendors.data)}</h1>
      </header>
      <p>
        An outage of ours that one of them caused is excused only while its own status page reported an
        outage, and only as far as our poller read it there at that time.
      </p>
      <Answered query={vendors}>{(rows) => <Rows rows={rows} />}</Answered>
    </>
  )
}

/** Every vendor as it is now; asked again each half minute, as nobody announces that all is as before. */
export function useVendors() {
  return useQuery({
    queryKey: ['vendors', 'list'],
    queryFn: async () => (await ask<PageOf<Vendor>>('GET', '/api/v1/vendors')).items,
    refetchInterval: 30_000,
  })
}

/** The whole in a sentence, worst first. */
function headline(rows: Vendor[]): string {
  const named = (...states: Vendor['state'][]) =>
    rows.filter(({ state }) => states.includes(state)).map(({ name }) => name)
  const list = new Intl.ListFormat('en', { type: 'conjunction' })
  const out = named('major_outage', 'partial_outage')
  const ill = named('degraded', 'maintenance')
  const unknown = named('unknown')
  if (out.length > 0) return `${list.format(out)} ${out.length === 1 ? 'reports' : 'report'} an outage`
  if (ill.length > 0)
    return `${list.format(ill)} ${ill.length === 1 ? 'reports' : 'report'} less than an outage`
  if (rows.length === 0) return 'The agreement names no vendors'
  if (unknown.length === rows.length) return 'Nothing is known of the vendors just now'
  if (unknown.length > 0) return `Nothing is known of ${list.format(unknown)} just now`
  return 'Every vendor is operational'
}

const ORDER = ['major_outage', 'partial_outage', 'degraded', 'maintenance', 'unknown', 'operational']

function Rows({ rows }: { rows: Vendor[] }) {
  if (rows.length === 0)
    return <Empty>The policy in force names nobody whose outage could excuse ours.</Empty>
  const sorted = rows.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
  return (
    <ul className="plain-list rows states section">
      {sorted.map((row) => (
        <li key={row.vendor}>
          <VendorMark state={row.state} />
          <div>
            <Link to="/vendors/$key" params={{ key: row.vendor }}>
              {row.name}
            </Link>
            <Told row={row} />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** Since when it is so, on what, and when we last read it. */
export function Told({ row: { state, since, seenAt, reason, components } }: { row: Vendor }) {
  return (
    <>
      {since === null ? null : (
        <>
          {' '}
          since <Instant at={since} />
        </>
      )}
      {components.length === 0 ? null : (
        <p>{components.map(({ component }) => component ?? 'the vendor as a whole').join(', ')}</p>
      )}
      <p className="soft">
        {state === 'unknown' && reason !== null ? `Because ${reason}. ` : null}
        {seenAt === null ? (
          'Never read yet.'
        ) : (
          <>
            Last read <Instant at={seenAt} />.
          </>
        )}
      </p>
    </>
  )
}
