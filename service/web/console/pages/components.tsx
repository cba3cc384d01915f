import { Anchor, Button, Group } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { ComponentDefinition } from '../../api/monitoring.ts'
import type { Component } from '../../api/types.ts'
import { useMay } from '../entry/use-me.ts'
import { ComponentForm } from '../monitoring/component-form.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { Answered, Empty } from '../parts/told.tsx'

/** What the agreement speaks of: the parts of the application, and whether their failures count. */
export function Page() {
  const mayChange = useMay('lead')
  const navigate = useNavigate()
  const { new: begun } = useSearch({ strict: false }) as { new?: string }
  const definitions = useQuery({
    queryKey: ['monitoring', 'components'],
    queryFn: () => ask<ComponentDefinition[]>('GET', '/api/v1/component-definitions'),
  })
  return (
    <>
      <title>Components · TractOps</title>
      <header>
        <h1>Components</h1>
        {mayChange ? (
          <Button
            data-shortcut="c"
            onClick={() => void navigate({ to: '/components', search: { new: 'component' } })}
          >
            Name a component
          </Button>
        ) : null}
      </header>
      <p>
        While a critical component fails, the application counts as down. One that is not critical is shown as
        degraded while it fails, and costs no uptime.
      </p>
      <Answered query={definitions}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>
              Nothing is watched yet. Name a component, then watch something of it under Monitors.
            </Empty>
          ) : (
            <Rows definitions={rows} />
          )
        }
      </Answered>
      {mayChange && begun === 'component' ? (
        <ComponentForm onClose={() => void navigate({ to: '/components', search: {} })} />
      ) : null}
    </>
  )
}

function Rows({ definitions }: { definitions: ComponentDefinition[] }) {
  const mayChange = useMay('lead')
  const queries = useQueryClient()
  const [changing, setChanging] = useState<ComponentDefinition | null>(null)
  const [ending, setEnding] = useState<ComponentDefinition | null>(null)
  const measured = useQuery({
    queryKey: ['measured', 'components'],
    queryFn: () => ask<Component[]>('GET', '/api/v1/components'),
    refetchInterval: 30_000,
  })
  return (
    <>
      <ul className="plain-list rows states section">
        {definitions.map((one) => (
          <li key={one.key}>
            <StateMark state={measured.data?.find(({ key }) => key === one.key)?.state ?? 'unmeasured'} />
            <div>
              <strong>{one.name}</strong>{' '}
              <span className="soft">{one.critical ? 'critical' : 'not critical'}</span>
              {one.description === null ? null : <p>{one.description}</p>}
              <p className="soft">
                {one.monitors.length === 0 ? 'Nothing watches it' : 'Watched by '}
                {one.monitors.map((key, n) => (
                  <span key={key}>
                    {n === 0 ? '' : ', '}
                    <Link to="/monitors/$key" params={{ key }}>
                      {key}
                    </Link>
                  </span>
                ))}
                {one.source === 'file' ? '; from the configuration file.' : '.'}
              </p>
              {mayChange && one.source === 'console' ? (
                <Group gap="md">
                  <Anchor component="button" type="button" onClick={() => setChanging(one)}>
                    Change {one.name}
                  </Anchor>
                  <Anchor component="button" type="button" onClick={() => setEnding(one)}>
                    End {one.name}
                  </Anchor>
                </Group>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {changing === null ? null : <ComponentForm component={changing} onClose={() => setChanging(null)} />}
      {ending === null ? null : (
        <Confirm
          title={`End ${ending.name}?`}
          action="End it"
          onClose={() => setEnding(null)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/components/${ending.key}`)
            await queries.invalidateQueries({ queryKey: ['monitoring'] })
            await queries.invalidateQueries({ queryKey: ['measured'] })
          }}
        >
          It leaves the status page; its history is kept, and counts. A component that is still watched is not
          ended.
        </Confirm>
      )}
    </>
  )
}
