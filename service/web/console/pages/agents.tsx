import { Anchor, Button, Group } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Agent } from '../../api/agents.ts'
import { ask } from '../../api/ask.ts'
import { AgentForm } from '../agents/agent-form.tsx'
import { AgentMark, AgentTold, isBuiltIn } from '../agents/agent-told.tsx'
import { useMay } from '../entry/use-me.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Answered, Empty } from '../parts/told.tsx'

/** That an agent was heard is announced to nobody, so it is asked for. */
const EVERY_MS = 15_000

/** Who measures, and what each last told of itself. */
export function Page() {
  const isAdmin = useMay('admin')
  const navigate = useNavigate()
  const { new: begun } = useSearch({ strict: false }) as { new?: string }
  const agents = useQuery({
    queryKey: ['agents'],
    queryFn: () => ask<Agent[]>('GET', '/api/v1/agents'),
    refetchInterval: EVERY_MS,
  })
  return (
    <>
      <title>Probe agents · TractOps</title>
      <header>
        <h1>Probe agents</h1>
        {isAdmin ? (
          <Button
            data-shortcut="c"
            onClick={() => void navigate({ to: '/agents', search: { new: 'agent' } })}
          >
            Make a probe agent
          </Button>
        ) : null}
      </header>
      <p className="narrow">
        Every agent carries out the same checks. A state changes when more than half of those who can see say
        so: a broken line near one of them is no outage.
      </p>
      <Answered query={agents}>{(rows) => <Agents rows={rows} />}</Answered>
      {isAdmin && begun === 'agent' ? (
        <AgentForm onClose={() => void navigate({ to: '/agents', search: {} })} />
      ) : null}
    </>
  )
}

function Agents({ rows }: { rows: Agent[] }) {
  const isAdmin = useMay('admin')
  const queries = useQueryClient()
  const [ending, setEnding] = useState<Agent | null>(null)
  const inForce = rows.filter(({ revokedAt }) => revokedAt === null)
  const revoked = rows.filter(({ revokedAt }) => revokedAt !== null)
  return (
    <>
      <section className="section">
        <h2>In force</h2>
        <List rows={inForce} onRevoke={isAdmin ? setEnding : undefined} />
        {inForce.every(isBuiltIn) ? (
          <Empty>
            Only the service itself measures. An agent elsewhere sees what it cannot, and goes on measuring
            while it is away.
          </Empty>
        ) : null}
      </section>
      {revoked.length === 0 ? null : (
        <section className="section">
          <h2>Revoked</h2>
          <List rows={revoked} />
        </section>
      )}
      {ending === null ? null : (
        <Confirm
          title={`Revoke ${ending.name}?`}
          action="Revoke it"
          onClose={() => setEnding(null)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/agents/${ending.id}`)
            await queries.invalidateQueries({ queryKey: ['agents'] })
          }}
        >
          Its token opens nothing any more, for good. What it has delivered stays;{' '}
          {ending.waiting === 0
            ? 'what it finds from now on'
            : `the ${ending.waiting} results it still holds`}{' '}
          cannot be delivered.
        </Confirm>
      )}
    </>
  )
}

function List({ rows, onRevoke }: { rows: Agent[]; onRevoke?: ((agent: Agent) => void) | undefined }) {
  return (
    <ul className="plain-list rows states">
      {rows.map((agent) => (
        <li key={agent.id}>
          <AgentMark agent={agent} />
          <div>
            <Group justify="space-between" align="baseline" gap="xs">
              <span>
                <strong>{agent.name}</strong>
                {agent.region === null ? null : `, ${agent.region}`}
              </span>
              {onRevoke === undefined || isBuiltIn(agent) ? null : (
                <Anchor component="button" type="button" onClick={() => onRevoke(agent)}>
                  Revoke {agent.name}
                </Anchor>
              )}
            </Group>
            <AgentTold agent={agent} />
          </div>
        </li>
      ))}
    </ul>
  )
}
