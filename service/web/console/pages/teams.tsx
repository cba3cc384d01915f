import { Button, Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Team } from '../../api/desk.ts'
import { TeamForm } from '../desk/saved/team-form.tsx'
import { useTeams } from '../desk/use-staff.ts'
import { useMay } from '../entry/use-me.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Answered, Empty } from '../parts/told.tsx'

/** Teams that tickets can be given to. */
export function Page() {
  const isLead = useMay('lead')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { new: begun } = useSearch({ strict: false }) as { new?: string }
  const teams = useTeams()
  const [changing, setChanging] = useState<Team | null>(null)
  const [removing, setRemoving] = useState<Team | null>(null)
  return (
    <>
      <title>Teams · TractOps</title>
      <header>
        <h1>Teams</h1>
        {isLead ? (
          <Button data-shortcut="c" onClick={() => void navigate({ to: '/teams', search: { new: 'team' } })}>
            Make a team
          </Button>
        ) : null}
      </header>
      <Answered query={teams}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>
              There are no teams. Tickets are given to people; with teams they can be given to whoever of
              several has time.
            </Empty>
          ) : (
            <ul className="plain-list rows">
              {items.map((team) => (
                <li key={team.id}>
                  <Group justify="space-between" align="baseline">
                    <h2 className="sub">
                      <Link to="/tickets" search={{ view: 'open', team: team.id }}>
                        {team.name}
                      </Link>
                    </h2>
                    {isLead ? (
                      <Group gap="xs">
                        <Button variant="subtle" size="compact-sm" onClick={() => setChanging(team)}>
                          Change<span className="sr"> {team.name}</span>
                        </Button>
                        <Button variant="subtle" size="compact-sm" onClick={() => setRemoving(team)}>
                          Remove<span className="sr"> {team.name}</span>
                        </Button>
                      </Group>
                    ) : null}
                  </Group>
                  <p className="soft">
                    {team.members.length === 0
                      ? 'Nobody is in it yet.'
                      : team.members.map(({ name }) => name ?? 'somebody who left').join(', ')}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {isLead && begun === 'team' ? (
        <TeamForm onClose={() => void navigate({ to: '/teams', search: {} })} />
      ) : null}
      {changing === null ? null : <TeamForm team={changing} onClose={() => setChanging(null)} />}
      {removing === null ? null : (
        <Confirm
          title={`Remove “${removing.name}”?`}
          action="Remove it"
          onClose={() => setRemoving(null)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/teams/${removing.id}`)
            await queries.invalidateQueries({ queryKey: ['desk'] })
          }}
        >
          The people stay.
        </Confirm>
      )}
    </>
  )
}
