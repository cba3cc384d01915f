import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ask } from '../../api/ask.ts'
import type { Maintenance } from '../../api/maintenance.ts'
import { Doings } from '../maintenance/doings.tsx'
import { Facts } from '../maintenance/facts.tsx'
import { MaintenanceMark } from '../maintenance/maintenance-mark.tsx'
import { Notices } from '../maintenance/notices.tsx'
import { Proposal, useProposal } from '../maintenance/proposal.tsx'
import { Recipients } from '../maintenance/recipients.tsx'
import { Updates } from '../maintenance/updates.tsx'
import { Markdown } from '../parts/markdown.tsx'
import { Answered } from '../parts/told.tsx'

/** One maintenance: how far it is, whether it was announced in time and to whom, and what was said. SLA §5 */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string }
  const one = useQuery({
    queryKey: ['maintenance', 'one', id],
    queryFn: () => ask<Maintenance>('GET', `/api/v1/maintenances/${encodeURIComponent(id)}`),
  })
  return <Answered query={one}>{(found) => <Shown one={found} key={found.id} />}</Answered>
}

function Shown({ one }: { one: Maintenance }) {
  const { title, state, html, publishedAt } = one
  return (
    <>
      <title>{`${title} · TractOps`}</title>
      <header>
        <div>
          <h1>{title}</h1>
          <Group gap="lg">
            <MaintenanceMark state={state} />
            <Link to="/maintenance">All maintenance</Link>
          </Group>
        </div>
        <Doings one={one} />
      </header>
      <Risk one={one} />
      <Facts one={one} />
      {state === 'draft' ? <BeforePublishing one={one} /> : null}
      <section className="section">
        <h2>What it says</h2>
        <Markdown html={html} />
      </section>
      {publishedAt === null ? null : (
        <>
          <Notices one={one} />
          <Recipients one={one} />
          <Updates one={one} />
        </>
      )}
    </>
  )
}

/** What counts as downtime now or will, before everything else. */
function Risk({ one: { state, risk } }: { one: Maintenance }) {
  if (risk === null) return null
  return (
    <div className={state === 'overrun' ? 'loud' : 'problem'} role="alert">
      {state === 'overrun' ? (
        <p className="alarm">
          <span className="mark down" aria-hidden="true" />
          Over its announced end
        </p>
      ) : null}
      <p>{risk}</p>
      {state === 'overrun' ? (
        <p>Complete it, or announce another end: what that adds counts as downtime.</p>
      ) : null}
    </div>
  )
}

function BeforePublishing({ one: { start, end } }: { one: Maintenance }) {
  const proposal = useProposal(start, end)
  return (
    <section className="section">
      <h2>If it is published now</h2>
      <Answered query={proposal}>{(found) => <Proposal proposal={found} />}</Answered>
    </section>
  )
}
