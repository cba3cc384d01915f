import { useState } from 'react'
import type { Ticket } from '../../../api/desk.ts'
import { ActForm } from './act-form.tsx'
import { FindCustomer } from './find-customer.tsx'

/** Says whose ticket it is, where the address alone did not. */
export function CustomerForm({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const [customer, set] = useState<{ id: string; name: string | null } | null>(ticket.customer.plan)
  return (
    <ActForm
      title="Whose is it?"
      targets={[ticket]}
      action="change"
      values={{ customerId: customer?.id ?? null }}
      button="Keep it"
      onClose={onClose}
    >
      {(errors) => <FindCustomer chosen={customer} error={errors.customerId} autoFocus onChange={set} />}
    </ActForm>
  )
}
