import { Button, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import type { Role } from '../../api/types.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { ShownOnce } from '../parts/shown-once.tsx'
import { ProblemNote } from '../parts/told.tsx'
import { ROLE_CHOICES } from './invite-form.tsx'

/** Makes an API key and shows it, this once. */
export function KeyForm({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const form = useForm({ initialValues: { name: '', role: 'viewer' as Role } })
  const make = useMutation({
    mutationFn: (values: typeof form.values) =>
      ask<{ id: string; key: string }>('POST', '/api/v1/keys', values),
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['accounts'] }),
  })
  if (make.data !== undefined)
    return (
      <ShownOnce title="The key" secret={make.data.key} onClose={onClose}>
        Keep it where secrets are kept: it is not shown again. Programs send it as Authorization: Bearer KEY.
      </ShownOnce>
    )
  const elsewhere = make.error !== null && Object.keys(fieldErrors(make.error, form.values)).length === 0
  return (
    <Modal opened onClose={onClose} title="Make an API key">
      <form onSubmit={form.onSubmit((values) => make.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={make.error} /> : null}
          <TextInput
            label="Whose is it?"
            placeholder="invoice export"
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Select label="Role" data={ROLE_CHOICES} allowDeselect={false} {...form.getInputProps('role')} />
          <Button type="submit" loading={make.isPending}>
            Make the key
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
