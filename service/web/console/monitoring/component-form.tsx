import { Button, Checkbox, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import type { ComponentDefinition } from '../../api/monitoring.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { ProblemNote } from '../parts/told.tsx'

/** Names a component, or changes one of the console. Whether it is critical counts from now on, never for the past. */
export function ComponentForm({
  component,
  onClose,
}: {
  component?: ComponentDefinition
  onClose: () => void
}) {
  const queries = useQueryClient()
  const form = useForm({
    initialValues: {
      key: component?.key ?? '',
      name: component?.name ?? '',
      description: component?.description ?? '',
      critical: component?.critical ?? false,
    },
  })
  const save = useMutation({
    mutationFn: ({ key, description, ...rest }: typeof form.values) => {
      const written = { ...rest, ...(description.trim() === '' ? {} : { description: description.trim() }) }
      return component === undefined
        ? ask('POST', '/api/v1/components', { key, ...written })
        : ask('PATCH', `/api/v1/components/${component.key}`, written)
    },
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['monitoring'] })
      await queries.invalidateQueries({ queryKey: ['measured'] })
      onClose()
    },
  })
  const elsewhere = save.error !== null && Object.keys(fieldErrors(save.error, form.values)).length === 0
  return (
    <Modal
      opened
      onClose={onClose}
      title={component === undefined ? 'Name a component' : `Change ${component.name}`}
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={save.error} /> : null}
          {component === undefined ? (
            <TextInput
              label="Key"
              description="Its name in addresses, such as payments."
              required
              data-autofocus
              {...form.getInputProps('key')}
            />
          ) : null}
          <TextInput
            label="Name"
            description="As it stands on the status page."
            required
            {...form.getInputProps('name')}
          />
          <Textarea label="Description" autosize {...form.getInputProps('description')} />
          <Checkbox
            label="Critical: while it fails, the application counts as down"
            {...form.getInputProps('critical', { type: 'checkbox' })}
          />
          <Button type="submit" loading={save.isPending}>
            {component === undefined ? 'Name it' : 'Change it'}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
