import { Button, Modal, MultiSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ask } from '../../api/ask.ts'
import type { Maintenance } from '../../api/maintenance.ts'
import type { Component } from '../../api/types.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { Answered, ProblemNote } from '../parts/told.tsx'
import { fieldOf, instantOf } from '../parts/when-field.tsx'
import { useProposal } from './proposal.tsx'
import { TimeFields } from './time-fields.tsx'

/** Plans a maintenance, beginning with the next window that can still be announced in time; only staff see it. */
export function NewPlan({ onClose }: { onClose: () => void }) {
  const first = useProposal()
  // Opened once there is what to begin with, so that its first field has the focus.
  if (first.isPending) return null
  return (
    <Modal opened onClose={onClose} title="Plan a maintenance" size="lg">
      <Answered query={first}>
        {({ start, end }) => <PlanForm begun={{ title: '', text: '', components: [], start, end }} />}
      </Answered>
    </Modal>
  )
}

/** Changes what is said of a maintenance; its time too, as long as nobody was told of it. */
export function ChangePlan({ one, onClose }: { one: Maintenance; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Change what is planned" size="lg">
      <PlanForm
        begun={{ ...one, components: one.components.map(({ key }) => key) }}
        changed={one}
        onDone={onClose}
      />
    </Modal>
  )
}

type Begun = { title: string; text: string; components: string[]; start: string; end: string }

function PlanForm({ begun, changed, onDone }: { begun: Begun; changed?: Maintenance; onDone?: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { title, text, components } = begun
  const form = useForm({
    initialValues: { title, text, components, start: fieldOf(begun.start), end: fieldOf(begun.end) },
  })
  const known = useQuery({
    queryKey: ['measured', 'components'],
    queryFn: () => ask<Component[]>('GET', '/api/v1/components'),
  })
  const timed = changed === undefined || changed.state === 'draft'
  const plan = useMutation({
    mutationFn: ({ start, end, ...rest }: typeof form.values) => {
      const body = timed ? { ...rest, start: instantOf(start), end: instantOf(end) } : rest
      return changed === undefined
        ? ask<Maintenance>('POST', '/api/v1/maintenances', body)
        : ask<Maintenance>('PATCH', `/api/v1/maintenances/${changed.id}`, body)
    },
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['maintenance'] })
      if (changed === undefined) await navigate({ to: '/maintenance/$id', params: { id } })
      onDone?.()
    },
  })
  const elsewhere = plan.error !== null && Object.keys(fieldErrors(plan.error, form.values)).length === 0
  return (
    <form onSubmit={form.onSubmit((values) => plan.mutate(values))}>
      <Stack>
        {elsewhere ? <ProblemNote error={plan.error} /> : null}
        <TextInput label="Title" required data-autofocus {...form.getInputProps('title')} />
        {timed ? (
          <TimeFields
            start={form.values.start}
            end={form.values.end}
            onChange={(time) => form.setValues(time)}
            errors={form.errors as Record<string, string | undefined>}
          />
        ) : (
          <p>Its time was announced: to move it, announce another one.</p>
        )}
        <MultiSelect
          label="Components affected"
          data={(known.data ?? []).map(({ key, name }) => ({ value: key, label: name }))}
          {...form.getInputProps('components')}
        />
        <Textarea
          label="What customers should know"
          description="Markdown. It stands on /status and in the mail."
          autosize
          minRows={4}
          maxRows={16}
          required
          {...form.getInputProps('text')}
        />
        <Button type="submit" loading={plan.isPending}>
          {changed === undefined ? 'Plan it' : 'Keep it'}
        </Button>
        {changed === undefined ? <p className="soft">Only staff see it until it is published.</p> : null}
      </Stack>
    </form>
  )
}
