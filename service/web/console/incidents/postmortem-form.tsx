import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { IncidentInFull } from '../../api/incidents.ts'
import { Instant } from '../parts/instant.tsx'
import { ProblemNote } from '../parts/told.tsx'
import { TextField } from './text-field.tsx'

/** Publishes what was learned, which closes the incident. */
export function PostmortemForm({ incident }: { incident: IncidentInFull }) {
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const publish = useMutation({
    mutationFn: () => ask('PUT', `/api/v1/incidents/${incident.id}/postmortem`, { text }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['incidents'] }),
  })
  return (
    <section className="section">
      <h2>Postmortem</h2>
      {incident.postmortemDueAt === null ? null : (
        <p>
          Owed by <Instant at={incident.postmortemDueAt} />. Publishing it closes the incident.
        </p>
      )}
      <form
        className="narrow"
        onSubmit={(event) => {
          event.preventDefault()
          publish.mutate()
        }}
      >
        <Stack>
          {publish.error === null ? null : <ProblemNote error={publish.error} />}
          <TextField
            label="What was learned"
            value={text}
            onChange={setText}
            about={{ incidentId: incident.id }}
          />
          <Button type="submit" variant="default" loading={publish.isPending}>
            Publish the postmortem
          </Button>
        </Stack>
      </form>
    </section>
  )
}
