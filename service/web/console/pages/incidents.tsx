import { Button, Group } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Incident } from '../../api/incidents.ts'
import { useMay } from '../entry/use-me.ts'
import { IncidentRow } from '../incidents/incident-row.tsx'
import { NewIncident } from '../incidents/new-incident.tsx'
import { Answered, Empty } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'

/** What is not over, and what was. */
export function Page() {
  const mayWrite = useMay('agent')
  const navigate = useNavigate()
  const { new: begun } = useSearch({ strict: false }) as { new?: string }
  return (
    <>
      <title>Incidents · TractOps</title>
      <header>
        <h1>Incidents</h1>
        <Group>
          <Link to="/incidents/templates">Templates</Link>
          {mayWrite ? (
            <Button
              data-shortcut="c"
              onClick={() => void navigate({ to: '/incidents', search: { new: 'incident' } })}
            >
              Open an incident
            </Button>
          ) : null}
        </Group>
      </header>
      <List title="Not over" unresolved="true">
        Nothing is wrong as far as anybody knows. An outage of a critical component opens an incident by
        itself.
      </List>
      <List title="Over" unresolved="false">
        There was none yet.
      </List>
      {mayWrite && begun === 'incident' ? (
        <NewIncident onClose={() => void navigate({ to: '/incidents', search: {} })} />
      ) : null}
    </>
  )
}

function List({
  title,
  unresolved,
  children,
}: {
  title: string
  unresolved: 'true' | 'false'
  children: string
}) {
  const incidents = usePages<Incident>('incidents', '/api/v1/incidents', { unresolved })
  return (
    <section className="section">
      <h2>{title}</h2>
      <Answered query={incidents}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{children}</Empty>
          ) : (
            <ul className="plain-list rows">
              {rows.map((incident) => (
                <li key={incident.id}>
                  <IncidentRow incident={incident} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {incidents.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={incidents.isFetchingNextPage}
          onClick={() => void incidents.fetchNextPage()}
        >
          Show earlier ones
        </Button>
      ) : null}
    </section>
  )
}
