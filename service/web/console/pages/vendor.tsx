import { Button, Group, SegmentedControl } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ask, withQuery } from '../../api/ask.ts'
import type { Vendor, VendorReports } from '../../api/vendors.ts'
import { useMay } from '../entry/use-me.ts'
import { Instant } from '../parts/instant.tsx'
import { Answered, Empty, ProblemNote } from '../parts/told.tsx'
import { VendorMark } from '../parts/vendor-mark.tsx'
import { Stretches } from './vendors/stretches.tsx'
import { Told, useVendors } from './vendors.tsx'

const RANGES = [
  { value: '1', label: '24 hours' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
]

/** One vendor: how it is, what it reported of late, and the bytes that show it. */
export function Page() {
  const { key } = useParams({ strict: false }) as { key: string }
  const vendors = useVendors()
  return (
    <Answered query={vendors}>
      {(rows) => {
        const row = rows.find(({ vendor }) => vendor === key)
        return row === undefined ? (
          <Empty>
            The agreement names no vendor by this key. <Link to="/vendors">All vendors</Link>
          </Empty>
        ) : (
          <Shown row={row} />
        )
      }}
    </Answered>
  )
}

function Shown({ row }: { row: Vendor }) {
  const [days, setDays] = useState('7')
  const reports = useQuery({
    queryKey: ['vendors', 'reports', row.vendor, days],
    queryFn: () => {
      const nowMs = performance.timeOrigin + performance.now()
      const from = new Date(nowMs - Number(days) * 86_400_000).toISOString()
      return ask<VendorReports>('GET', withQuery(`/api/v1/vendors/${row.vendor}/reports`, { from }))
    },
  })
  return (
    <>
      <title>{`${row.name} · TractOps`}</title>
      <header>
        <h1>{row.name}</h1>
        <Group>
          <Link to="/vendors">All vendors</Link>
          <AskNow row={row} />
        </Group>
      </header>
      <div>
        <VendorMark state={row.state} />
        <Told row={row} />
      </div>
      {row.url === '' ? null : (
        <p>
          <a href={row.url} rel="noopener noreferrer">
            {row.url.replace('https://', '')}
          </a>
        </p>
      )}
      <section className="section">
        <h2>Reported</h2>
        <SegmentedControl
          aria-label="How far back"
          data={RANGES}
          value={days}
          onChange={setDays}
          mb="md"
          maw="100%"
        />
        <Answered query={reports}>{(found) => <Stretches found={found} />}</Answered>
      </section>
      {reports.data === undefined || reports.data.posts.length === 0 ? null : <Posts found={reports.data} />}
    </>
  )
}

/** Asks the vendor's page at once, where one may. */
function AskNow({ row }: { row: Vendor }) {
  const may = useMay('agent')
  const queries = useQueryClient()
  const poll = useMutation({
    mutationFn: () => ask<Vendor>('POST', `/api/v1/vendors/${row.vendor}/poll`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['vendors'] }),
  })
  if (!may || row.dueAt === null) return null
  return (
    <>
      <Button variant="default" loading={poll.isPending} onClick={() => poll.mutate()}>
        Ask now
      </Button>
      {poll.error === null ? null : <ProblemNote error={poll.error} />}
      <span role="status" className="soft">
        {poll.isSuccess ? 'Asked just now.' : ''}
      </span>
    </>
  )
}

/** What the vendor tells of its incidents: it explains, and proves nothing. */
function Posts({ found: { name, posts } }: { found: VendorReports }) {
  return (
    <section className="section">
      <h2>What {name} tells of it</h2>
      <ul className="plain-list rows">
        {posts
          .toReversed()
          .map(({ id, title, url, saidStart, saidEnd, components, afterwards, firstSeenAt }) => (
            <li key={id}>
              {url === null ? (
                title
              ) : (
                <a href={url} rel="noopener noreferrer">
                  {title}
                </a>
              )}
              {components.length === 0 ? null : <span className="soft">, on {components.join(', ')}</span>}
              <p className="soft">
                {saidStart === null ? null : (
                  <>
                    By its own word from <Instant at={saidStart} />
                    {saidEnd === null ? '' : ' to '}
                    {saidEnd === null ? null : <Instant at={saidEnd} />}.{' '}
                  </>
                )}
                First seen by us <Instant at={firstSeenAt} />
                {afterwards ? ', after it was over: it excuses nothing' : ''}.
              </p>
            </li>
          ))}
      </ul>
    </section>
  )
}
