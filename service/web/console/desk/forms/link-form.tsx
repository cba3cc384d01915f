import { SegmentedControl, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, type Page } from '../../../api/ask.ts'
import type { Incident } from '../../../api/incidents.ts'
import type { Target } from '../act.ts'
import { ActForm } from './act-form.tsx'
import { FindTicket } from './find-ticket.tsx'

/** Sets a ticket beside the incident that it is about, or beside another ticket. */
export function LinkForm({ target, onClose }: { target: Target; onClose: () => void }) {
  const [values, set] = useState({
    kind: 'incident' as 'incident' | 'ticket',
    targetId: null as string | null,
  })
  const incidents = useQuery({
    queryKey: ['incidents', 'to-link'],
    queryFn: () => ask<Page<Incident>>('GET', '/api/v1/incidents?limit=50'),
  })
  const choose = (targetId: string | null) => set({ ...values, targetId })
  return (
    <ActForm
      title="Link it"
      targets={[target]}
      action="links"
      values={values}
      button="Link it"
      ready={values.targetId !== null}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <SegmentedControl
            aria-label="To what"
            value={values.kind}
            onChange={(kind) => set({ kind: kind as 'incident' | 'ticket', targetId: null })}
            data={[
              { value: 'incident', label: 'To an incident' },
              { value: 'ticket', label: 'To a ticket' },
            ]}
          />
          {values.kind === 'incident' ? (
            <Select
              label="Incident"
              searchable
              data-autofocus
              data={(incidents.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
              nothingFoundMessage="None is called like that."
              value={values.targetId}
              error={errors.targetId}
              onChange={choose}
            />
          ) : (
            <FindTicket
              label="Ticket"
              not={[target.id]}
              value={values.targetId}
              error={errors.targetId}
              onChange={choose}
            />
          )}
        </>
      )}
    </ActForm>
  )
}
