import { Button, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ask } from '../../api/ask.ts'
import type { Impact, IncidentInFull, IncidentState } from '../../api/incidents.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { ProblemNote } from '../parts/told.tsx'
import { instantOf, WhenField } from '../parts/when-field.tsx'
import { type Affected, ComponentChoice } from './component-choice.tsx'
import { TextField } from './text-field.tsx'
import { IMPACT_CHOICES, STATE_WORDS } from './words.ts'

const OPENING: IncidentState[] = ['investigating', 'identified', 'monitoring']

/** Opens an incident; it stands on /status as soon as it is made. */
export function NewIncident({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    initialValues: {
      title: '',
      impact: 'major' as Impact,
      state: 'investigating' as IncidentState,
      text: '',
      components: [] as Affected[],
      startedAt: '',
    },
  })
  const open = useMutation({
    mutationFn: ({ startedAt, ...rest }: typeof form.values) =>
      ask<IncidentInFull>('POST', '/api/v1/incidents', { ...rest, startedAt: instantOf(startedAt) }),
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['incidents'] })
      await navigate({ to: '/incidents/$id', params: { id } })
    },
  })
  const elsewhere = open.error !== null && Object.keys(fieldErrors(open.error, form.values)).length === 0
  const { title, components, startedAt } = form.values
  const about = { title, components: components.map(({ key }) => key), startedAt: instantOf(startedAt) }
  return (
    <Modal opened onClose={onClose} title="Open an incident" size="lg">
      <form onSubmit={form.onSubmit((values) => open.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={open.error} /> : null}
          <TextInput label="Title" required data-autofocus {...form.getInputProps('title')} />
          <ComponentChoice
            value={components}
            onChange={(value) => form.setFieldValue('components', value)}
            error={form.errors.components as string | undefined}
          />
          <Select
            label="Impact"
            data={IMPACT_CHOICES}
            allowDeselect={false}
            {...form.getInputProps('impact')}
          />
          <Select
            label="State"
            data={OPENING.map((value) => ({ value, label: STATE_WORDS[value] }))}
            allowDeselect={false}
            {...form.getInputProps('state')}
          />
          <WhenField
            label="Began"
            description="Leave it empty for now. It may have begun up to 7 days ago; when you wrote it is told beside."
            value={startedAt}
            onChange={(value) => form.setFieldValue('startedAt', value)}
            error={form.errors.startedAt as string | undefined}
          />
          <TextField
            label="What people should know"
            value={form.values.text}
            onChange={(value) => form.setFieldValue('text', value)}
            onTemplate={({ title: line, state }) => {
              if (line !== null && title === '') form.setFieldValue('title', line)
              if (state !== null && OPENING.includes(state)) form.setFieldValue('state', state)
            }}
            about={withoutBlank(about)}
            error={form.errors.text as string | undefined}
          />
          <Button type="submit" loading={open.isPending}>
            Publish it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}

function withoutBlank<T extends { title: string }>(about: T): Omit<T, 'title'> & { title?: string } {
  const { title, ...rest } = about
  return title.trim() === '' ? rest : about
}
