import { Button, Modal, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ask } from '../../api/ask.ts'
import { BILLINGS, type Billing, type Customer, PLANS, type Plan } from '../../api/billing.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { ProblemNote } from '../parts/told.tsx'

/** Enters a customer, or changes one. */
export function CustomerForm({ customer, onClose }: { customer?: Customer; onClose: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    initialValues: {
      name: customer?.name ?? '',
      externalId: customer?.externalId ?? '',
      plan: customer?.plan ?? ('standard' as Plan),
      billing: customer?.billing ?? ('monthly' as Billing),
      units: (customer?.units ?? '') as number | '',
      start: customer?.start ?? '',
      end: customer?.end ?? '',
      discountPercent: (customer?.discountPercent ?? 0) as number | '',
    },
  })
  const keep = useMutation({
    mutationFn: ({ externalId, end, discountPercent, ...rest }: typeof form.values) => {
      const body = {
        ...rest,
        externalId: externalId.trim() || null,
        end: end || null,
        discountPercent: discountPercent || 0,
      }
      return customer === undefined
        ? ask<Customer>('POST', '/api/v1/customers', body)
        : ask<Customer>('PATCH', `/api/v1/customers/${customer.id}`, body)
    },
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['billing'] })
      if (customer === undefined) await navigate({ to: '/customers/$id', params: { id } })
      else onClose()
    },
  })
  const elsewhere = keep.error !== null && Object.keys(fieldErrors(keep.error, form.values)).length === 0
  return (
    <Modal
      opened
      onClose={onClose}
      title={customer === undefined ? 'Enter a customer' : 'Change the customer'}
      size="lg"
    >
      <form onSubmit={form.onSubmit((values) => keep.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={keep.error} /> : null}
          <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} />
          <TextInput
            label="What the application calls it"
            description="May stay empty."
            {...form.getInputProps('externalId')}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <Select label="Plan" data={PLANS} allowDeselect={false} {...form.getInputProps('plan')} />
            <Select
              label="Billing"
              data={BILLINGS}
              allowDeselect={false}
              {...form.getInputProps('billing')}
            />
            <NumberInput
              label="Units"
              required
              min={0}
              allowDecimal={false}
              hideControls
              {...form.getInputProps('units')}
            />
            <NumberInput
              label="Discount in percent"
              min={0}
              max={100}
              decimalScale={2}
              hideControls
              {...form.getInputProps('discountPercent')}
            />
            <TextInput
              type="date"
              label="Covered from"
              description="A Pacific date."
              required
              {...form.getInputProps('start')}
            />
            <TextInput
              type="date"
              label="Until before"
              description="The first day that is not covered any more."
              {...form.getInputProps('end')}
            />
          </SimpleGrid>
          <Button type="submit" loading={keep.isPending}>
            {customer === undefined ? 'Enter it' : 'Keep it'}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
