import { Button, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import type { IncidentInFull } from '../../api/incidents.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { ProblemNote } from '../parts/told.tsx'
import { fieldOf, instantOf, WhenField } from '../parts/when-field.tsx'
import { IMPACT_CHOICES } from './words.ts'

/** Changes what an incident is called, how bad it is and when it began. */
export function ChangeForm({ incident, onClose }: { incident: IncidentInFull; onClose: () => void }) {
  const queries = useQueryClient()
  const began = fieldOf(incident.startedAt)
  const form = useForm({
    initialValues: { title: incident.title, impact: incident.impact, startedAt: began },
  })
  const change = useMutation({
    mutationFn: ({ startedAt, ...rest }: typeof form.values) =>
      ask('PATCH', `/api/v1/incidents/${incident.id}`, {
        ...rest,
        ...(startedAt === began ? {} : { startedAt: instantOf(startedAt) }),
      }),
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['incidents'] })
      onClose()
    },
  })
  const elsewhere = change.error !== null && Object.keys(fieldErrors(change.error, form.values)).length === 0
  return (
    <Modal opened onClose={onClose} title="Change the incident">
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={change.error} /> : null}
          <TextInput label="Title" required data-autofocus {...form.getInputProps('title')} />
          <Select
            label="Impact"
            data={IMPACT_CHOICES}
            allowDeselect={false}
            {...form.getInputProps('impact')}
          />
          <WhenField
            label="Began"
            value={form.values.startedAt}
            onChange={(value) => form.setFieldValue('startedAt', value)}
            error={form.errors.startedAt as string | undefined}
          />
          <Button type="submit" loading={change.isPending}>
            Change it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
