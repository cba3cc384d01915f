import { Button, Checkbox, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { CONTACT_ROLES, type Contact, type ContactRole } from '../../api/billing.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { ProblemNote } from '../parts/told.tsx'

type Form = { customerId: string; contact: Contact | null; onClose: () => void }

/** Adds a contact to a customer, or changes one. */
export function ContactForm({ customerId, contact, onClose }: Form) {
  const queries = useQueryClient()
  const form = useForm({
    initialValues: {
      name: contact?.name ?? '',
      email: contact?.email ?? '',
      role: contact?.role ?? ('president' as ContactRole),
      receivesNotices: contact?.receivesNotices ?? true,
    },
  })
  const keep = useMutation({
    mutationFn: (values: typeof form.values) => {
      const path = `/api/v1/customers/${customerId}/contacts`
      return contact === null ? ask('POST', path, values) : ask('PATCH', `${path}/${contact.id}`, values)
    },
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['billing'] })
      onClose()
    },
  })
  const elsewhere = keep.error !== null && Object.keys(fieldErrors(keep.error, form.values)).length === 0
  return (
    <Modal opened onClose={onClose} title={contact === null ? 'Add a contact' : 'Change the contact'}>
      <form onSubmit={form.onSubmit((values) => keep.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={keep.error} /> : null}
          <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} />
          <TextInput type="email" label="Email" required {...form.getInputProps('email')} />
          <Select label="Is" data={CONTACT_ROLES} allowDeselect={false} {...form.getInputProps('role')} />
          <Checkbox
            label="Receives notices"
            description="Maintenance is announced to this contact by mail."
            {...form.getInputProps('receivesNotices', { type: 'checkbox' })}
          />
          <Button type="submit" loading={keep.isPending}>
            {contact === null ? 'Add them' : 'Keep it'}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
