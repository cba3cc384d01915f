import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Maintenance, MaintenanceState } from '../../api/maintenance.ts'
import { useMay } from '../entry/use-me.ts'
import { MaintenanceRow } from '../maintenance/maintenance-row.tsx'
import { NewPlan } from '../maintenance/plan-form.tsx'
import { Answered, Empty } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'

/** What overruns or is under way, what is to come, what is only planned, and what is over. SLA §5 */
export function Page() {
  const mayPlan = useMay('agent')
  const navigate = useNavigate()
  const { new: begun } = useSearch({ strict: false }) as { new?: string }
  return (
    <>
      <title>Maintenance · TractOps</title>
      <header>
        <h1>Maintenance</h1>
        {mayPlan ? (
          <Button
            data-shortcut="c"
            onClick={() => void navigate({ to: '/maintenance', search: { new: 'maintenance' } })}
          >
            Plan a maintenance
          </Button>
        ) : null}
      </header>
      <p className="narrow">
        What fails in a maintenance is no downtime if it was announced on /status and by mail to every
        customer at least 48 hours before its start, and only between the start and end that were announced.
      </p>
      <List title="Over its announced end" state="overrun" />
      <List title="Under way" state="in_progress" />
      <List title="Scheduled" state="scheduled">
        Nothing is announced.
      </List>
      <List title="Planned, not published" state="draft">
        Nothing is planned that is not published.
      </List>
      <List title="Over" state="completed">
        There was none yet.
      </List>
      <List title="Called off" state="cancelled" />
      {mayPlan && begun === 'maintenance' ? (
        <NewPlan onClose={() => void navigate({ to: '/maintenance', search: {} })} />
      ) : null}
    </>
  )
}

/** Those of one state, the latest start first; where there are none the section's words, and nothing where it has none. */
function List({ title, state, children }: { title: string; state: MaintenanceState; children?: string }) {
  const rows = usePages<Maintenance>('maintenance', '/api/v1/maintenances', { state })
  if (children === undefined && rows.error === null && (rows.data ?? []).length === 0) return null
  return (
    <section className="section">
      <h2>{title}</h2>
      <Answered query={rows}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{children}</Empty>
          ) : (
            <ul className="plain-list rows states">
              {found.map((one) => (
                <li key={one.id}>
                  <MaintenanceRow one={one} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {rows.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={rows.isFetchingNextPage}
          onClick={() => void rows.fetchNextPage()}
        >
          Show earlier ones
        </Button>
      ) : null}
    </section>
  )
}
