import { Button, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import type { Invited, ROLES, Role } from '../../api/types.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { ShownOnce } from '../parts/shown-once.tsx'
import { ProblemNote } from '../parts/told.tsx'

/** What each role may do, in a line. */
export const ROLE_CHOICES = [
  { value: 'viewer', label: 'viewer: sees everything but people and keys' },
  { value: 'agent', label: 'agent: also writes updates, acknowledges, plans' },
  { value: 'lead', label: 'lead: also publishes, declares causes, settles' },
  { value: 'admin', label: 'admin: also people, keys and secrets' },
] satisfies { value: (typeof ROLES)[number]; label: string }[]

/** Invites somebody: the exemplary form. Fields are checked by the API; what it refuses stands at its field. */
export function InviteForm({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const form = useForm({ initialValues: { email: '', name: '', role: 'agent' as Role } })
  const invite = useMutation({
    mutationFn: ({ name, ...rest }: typeof form.values) =>
      ask<Invited>('POST', '/api/v1/people', name.trim() === '' ? rest : { ...rest, name }),
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['accounts'] }),
  })
  if (invite.data !== undefined)
    return (
      <ShownOnce title="The invitation’s link" secret={invite.data.link} onClose={onClose}>
        Hand it to them yourself, over a way that you trust. It opens once, for 72 hours, and is not shown
        again.
      </ShownOnce>
    )
  const elsewhere = invite.error !== null && Object.keys(fieldErrors(invite.error, form.values)).length === 0
  return (
    <Modal opened onClose={onClose} title="Invite somebody">
      <form onSubmit={form.onSubmit((values) => invite.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={invite.error} /> : null}
          <TextInput label="Email" type="email" required data-autofocus {...form.getInputProps('email')} />
          <TextInput
            label="Name"
            description="They can change it when they accept."
            {...form.getInputProps('name')}
          />
          <Select label="Role" data={ROLE_CHOICES} allowDeselect={false} {...form.getInputProps('role')} />
          <Button type="submit" loading={invite.isPending}>
            Make the link
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
