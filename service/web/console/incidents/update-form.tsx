import { Button, Select, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import type { IncidentInFull, IncidentState } from '../../api/incidents.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { ProblemNote } from '../parts/told.tsx'
import { instantOf, WhenField } from '../parts/when-field.tsx'
import { TextField } from './text-field.tsx'
import { STATE_WORDS } from './words.ts'

const WRITABLE: IncidentState[] = ['investigating', 'identified', 'monitoring', 'resolved']

/** Writes an update. Whoever writes the first one takes the incident from the machine. */
export function UpdateForm({ incident }: { incident: IncidentInFull }) {
  const queries = useQueryClient()
  const form = useForm({ initialValues: { state: incident.state, text: '', at: '' } })
  const write = useMutation({
    mutationFn: ({ at, ...rest }: typeof form.values) =>
      ask<IncidentInFull>('POST', `/api/v1/incidents/${incident.id}/updates`, { ...rest, at: instantOf(at) }),
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: ({ state }) => {
      form.setValues({ state, text: '', at: '' })
      return queries.invalidateQueries({ queryKey: ['incidents'] })
    },
  })
  const elsewhere = write.error !== null && Object.keys(fieldErrors(write.error, form.values)).length === 0
  return (
    <form onSubmit={form.onSubmit((values) => write.mutate(values))} className="narrow">
      <Stack>
        {elsewhere ? <ProblemNote error={write.error} /> : null}
        <Select
          label="State"
          data={WRITABLE.map((value) => ({ value, label: STATE_WORDS[value] }))}
          allowDeselect={false}
          {...form.getInputProps('state')}
        />
        <TextField
          label="Update"
          value={form.values.text}
          onChange={(value) => form.setFieldValue('text', value)}
          onTemplate={({ state }) => {
            if (state !== null && WRITABLE.includes(state)) form.setFieldValue('state', state)
          }}
          about={{ incidentId: incident.id }}
          error={form.errors.text as string | undefined}
        />
        <WhenField
          label="When it was so"
          description="Leave it empty for now. An earlier time is shown as dated back."
          value={form.values.at}
          onChange={(value) => form.setFieldValue('at', value)}
          error={form.errors.at as string | undefined}
        />
        <Button type="submit" loading={write.isPending}>
          Publish the update
        </Button>
      </Stack>
    </form>
  )
}
