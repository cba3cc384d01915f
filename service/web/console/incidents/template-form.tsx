import { Button, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { type IncidentState, STATES, type Template } from '../../api/incidents.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { ProblemNote } from '../parts/told.tsx'
import { STATE_WORDS } from './words.ts'

/** Makes a template, or changes one. */
export function TemplateForm({ template, onClose }: { template: Template | null; onClose: () => void }) {
  const queries = useQueryClient()
  const form = useForm({
    initialValues: {
      name: template?.name ?? '',
      title: template?.title ?? '',
      state: (template?.state ?? '') as IncidentState | '',
      text: template?.text ?? '',
    },
  })
  const keep = useMutation({
    mutationFn: ({ name, title, state, text }: typeof form.values) => {
      const body = { name, text, title: title.trim() || null, state: state || null }
      return template === null
        ? ask('POST', '/api/v1/incident-templates', body)
        : ask('PATCH', `/api/v1/incident-templates/${template.id}`, body)
    },
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['incidents', 'templates'] })
      onClose()
    },
  })
  const elsewhere = keep.error !== null && Object.keys(fieldErrors(keep.error, form.values)).length === 0
  return (
    <Modal opened onClose={onClose} title={template === null ? 'Make a template' : 'Change the template'}>
      <form onSubmit={form.onSubmit((values) => keep.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={keep.error} /> : null}
          <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} />
          <TextInput
            label="Title of a new incident"
            description="May stay empty."
            {...form.getInputProps('title')}
          />
          <Select
            label="State"
            data={[
              { value: '', label: 'any' },
              ...STATES.map((value) => ({ value, label: STATE_WORDS[value] })),
            ]}
            allowDeselect={false}
            {...form.getInputProps('state')}
          />
          <Textarea
            label="Text"
            description="Markdown, with {{components}}, {{started_at}}, {{now}}, {{title}}, {{impact}}."
            autosize
            minRows={4}
            required
            {...form.getInputProps('text')}
          />
          <Button type="submit" loading={keep.isPending}>
            Keep it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
