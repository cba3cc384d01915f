import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { IncidentInFull } from '../../api/incidents.ts'
import { useMay } from '../entry/use-me.ts'
import { CausePanel } from '../incidents/cause.tsx'
import { ChangeForm } from '../incidents/change-form.tsx'
import { Facts } from '../incidents/facts.tsx'
import { MergeForm } from '../incidents/merge-form.tsx'
import { PostmortemForm } from '../incidents/postmortem-form.tsx'
import { UpdateForm } from '../incidents/update-form.tsx'
import { Updates } from '../incidents/updates.tsx'
import { STATE_WORDS } from '../incidents/words.ts'
import { Answered } from '../parts/told.tsx'

/** One incident: how it stands, what was said, what caused it. */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string }
  const incident = useQuery({
    queryKey: ['incidents', 'one', id],
    queryFn: () => ask<IncidentInFull>('GET', `/api/v1/incidents/${encodeURIComponent(id)}`),
  })
  return <Answered query={incident}>{(one) => <Shown incident={one} key={one.id} />}</Answered>
}

function Shown({ incident }: { incident: IncidentInFull }) {
  const isAgent = useMay('agent')
  const isLead = useMay('lead')
  const [form, setForm] = useState<'change' | 'merge' | null>(null)
  const { title, state, impact, mergedInto, resolvedAt } = incident
  const isOpen = mergedInto === null
  const close = () => setForm(null)
  const write =
    isAgent && isOpen && state !== 'postmortem' ? (
      <section className="section">
        <h2>{resolvedAt === null ? 'Write an update' : 'Add an update, or take it up again'}</h2>
        <UpdateForm incident={incident} />
      </section>
    ) : null
  return (
    <>
      <title>{`${title} · TractOps`}</title>
      <header>
        <div>
          <h1>{title}</h1>
          <p>
            {mergedInto === null ? (
              <>
                {STATE_WORDS[state]}, impact {impact}.
              </>
            ) : (
              <>
                Merged into{' '}
                <Link to="/incidents/$id" params={{ id: mergedInto }}>
                  another incident
                </Link>
                .
              </>
            )}
          </p>
        </div>
        {isAgent && isOpen ? (
          <Group>
            <Button variant="default" onClick={() => setForm('change')}>
              Change
            </Button>
            {isLead ? (
              <Button variant="default" onClick={() => setForm('merge')}>
                Merge
              </Button>
            ) : null}
          </Group>
        ) : null}
      </header>
      <Facts incident={incident} />
      {resolvedAt === null ? write : null}
      <section className="section">
        <h2>What was said</h2>
        <Updates incident={incident} />
      </section>
      {isOpen ? <CausePanel incident={incident} /> : null}
      {isLead && isOpen && resolvedAt !== null && state !== 'postmortem' ? (
        <PostmortemForm incident={incident} />
      ) : null}
      {resolvedAt === null ? null : write}
      {form === 'change' ? <ChangeForm incident={incident} onClose={close} /> : null}
      {form === 'merge' ? <MergeForm incident={incident} onClose={close} /> : null}
    </>
  )
}
