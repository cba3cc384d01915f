import { Button, Modal, Select, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Incident, IncidentInFull } from '../../api/incidents.ts'
import { ProblemNote } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'

/** Takes another incident into this one. */
export function MergeForm({ incident, onClose }: { incident: IncidentInFull; onClose: () => void }) {
  const queries = useQueryClient()
  const [other, setOther] = useState<string | null>(null)
  const others = usePages<Incident>('incidents', '/api/v1/incidents', { limit: '50' })
  const merge = useMutation({
    mutationFn: () => ask('POST', `/api/v1/incidents/${incident.id}/merge`, { other }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['incidents'] })
      onClose()
    },
  })
  const choices = (others.data ?? []).filter(({ id }) => id !== incident.id)
  return (
    <Modal opened onClose={onClose} title="Take another incident into this one">
      <Stack>
        {merge.error === null ? null : <ProblemNote error={merge.error} />}
        <p>
          What was said and measured there comes here, the earlier start stays, and its page leads here from
          then on. This is not undone.
        </p>
        <Select
          label="Which one"
          data={choices.map(({ id, title, state }) => ({ value: id, label: `${title} (${state})` }))}
          value={other}
          onChange={setOther}
          data-autofocus
        />
        <Button disabled={other === null} loading={merge.isPending} onClick={() => merge.mutate()}>
          Merge them
        </Button>
      </Stack>
    </Modal>
  )
}
