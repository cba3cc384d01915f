import { Anchor, Button, Group } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ask, type Page as List } from '../../api/ask.ts'
import type { Template } from '../../api/incidents.ts'
import { useMay } from '../entry/use-me.ts'
import { TemplateForm } from '../incidents/template-form.tsx'
import { STATE_WORDS } from '../incidents/words.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Answered, Empty } from '../parts/told.tsx'

/** Texts that incidents and updates are begun from. */
export function Page() {
  const isLead = useMay('lead')
  const queries = useQueryClient()
  const [form, setForm] = useState<Template | 'new' | null>(null)
  const [ending, setEnding] = useState<Template | null>(null)
  const templates = useQuery({
    queryKey: ['incidents', 'templates'],
    queryFn: () => ask<List<Template>>('GET', '/api/v1/incident-templates'),
  })
  return (
    <>
      <title>Templates · TractOps</title>
      <header>
        <h1>Templates</h1>
        <Group>
          <Link to="/incidents">Incidents</Link>
          {isLead ? (
            <Button data-shortcut="c" onClick={() => setForm('new')}>
              Make a template
            </Button>
          ) : null}
        </Group>
      </header>
      <Answered query={templates}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>There is none. On a bad day it is good to begin from a text that was thought over.</Empty>
          ) : (
            <ul className="plain-list rows">
              {items.map((one) => (
                <li key={one.id}>
                  <Group justify="space-between" align="baseline">
                    <span>
                      <strong>{one.name}</strong>
                      {one.state === null ? null : (
                        <span className="soft">, {STATE_WORDS[one.state].toLowerCase()}</span>
                      )}
                    </span>
                    {isLead ? (
                      <Group>
                        <Anchor component="button" type="button" onClick={() => setForm(one)}>
                          Change
                        </Anchor>
                        <Anchor component="button" type="button" onClick={() => setEnding(one)}>
                          Take away
                        </Anchor>
                      </Group>
                    ) : null}
                  </Group>
                  <p className="before">{one.text}</p>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {form === null ? null : (
        <TemplateForm template={form === 'new' ? null : form} onClose={() => setForm(null)} />
      )}
      {ending === null ? null : (
        <Confirm
          title={`Take "${ending.name}" away?`}
          action="Take it away"
          onClose={() => setEnding(null)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/incident-templates/${ending.id}`)
            await queries.invalidateQueries({ queryKey: ['incidents', 'templates'] })
          }}
        >
          What was written from it stays as it is.
        </Confirm>
      )}
    </>
  )
}
