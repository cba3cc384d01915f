import { Button, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Severity } from '@tractops/sla'
import { useState } from 'react'
import { ask } from '../../../api/ask.ts'
import type { Customer } from '../../../api/billing.ts'
import { SEVERITIES } from '../../../api/desk.ts'
import { fieldErrors } from '../../parts/field-errors.ts'
import { ProblemNote } from '../../parts/told.tsx'
import { SEVERITY_MEANS, SEVERITY_WORDS } from '../words.ts'
import { FindCustomer } from './find-customer.tsx'

/** Enters what somebody asked otherwise, by telephone above all; its clock begins now. */
export function NewTicket({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [customer, setCustomer] = useState<Customer | null>(null)
  const form = useForm({
    initialValues: { name: '', email: '', subject: '', text: '', severity: '' as Severity | '' },
  })
  const enter = useMutation({
    mutationFn: ({ name, email, subject, text, severity }: typeof form.values) => {
      const contact = customer?.contacts.find((one) => one.email.toLowerCase() === email.trim().toLowerCase())
      return ask<{ id: string }>('POST', '/api/v1/tickets', {
        ...{ subject, text },
        requester: {
          name,
          email: email.trim() || null,
          ...(customer === null ? {} : { customerId: customer.id }),
          ...(contact === undefined ? {} : { contactId: contact.id }),
        },
        ...(severity === '' ? {} : { severity }),
      })
    },
    onError: (error) =>
      form.setErrors(
        Object.fromEntries(
          Object.entries(
            fieldErrors(error, { ...form.values, 'requester.name': '', 'requester.email': '' }),
          ).map(([name, said]) => [name.replace('requester.', ''), said]),
        ),
      ),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['desk'] })
      await navigate({ to: '/tickets/$id', params: { id } })
    },
  })
  const atField = enter.error !== null && Object.keys(form.errors).length > 0
  return (
    <Modal opened onClose={onClose} title="Enter a ticket" size="lg">
      <form onSubmit={form.onSubmit((values) => enter.mutate(values))}>
        <Stack>
          {enter.error === null || atField ? null : <ProblemNote error={enter.error} />}
          <FindCustomer chosen={customer} autoFocus onChange={setCustomer} />
          {customer === null || customer.contacts.length === 0 ? null : (
            <Select
              label="Who there"
              data={customer.contacts.map(({ id, name, role }) => ({ value: id, label: `${name}, ${role}` }))}
              onChange={(id) => {
                const contact = customer.contacts.find((one) => one.id === id)
                if (contact !== undefined) form.setValues({ name: contact.name, email: contact.email })
              }}
            />
          )}
          <TextInput label="Who asks" required {...form.getInputProps('name')} />
          <TextInput
            type="email"
            label="Email"
            description="Where the answer goes. Without one it can only be told by telephone."
            {...form.getInputProps('email')}
          />
          <TextInput label="Subject" required {...form.getInputProps('subject')} />
          <Textarea
            label="What they said"
            required
            autosize
            minRows={4}
            maxRows={16}
            {...form.getInputProps('text')}
          />
          <Select
            label="Severity"
            placeholder="As is suggested by what they said"
            clearable
            data={SEVERITIES.map((one) => ({
              value: one,
              label: `${one} ${SEVERITY_WORDS[one]}: ${SEVERITY_MEANS[one]}`,
            }))}
            {...form.getInputProps('severity')}
          />
          <Button type="submit" loading={enter.isPending}>
            Enter it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
