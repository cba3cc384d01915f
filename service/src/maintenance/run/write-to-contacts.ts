import { type Ctx, queueMail } from '@tractops/platform'
import { customerContacts } from '../../billing/index.ts'
import type { MaintenanceRow } from '../hold.ts'
import type { Outlet } from '../mail/outlet.ts'
import type { cancelledMail } from '../mail/texts.ts'

/** Queues one mail to each customer contact who can be reached; `occasion` tells two mails to one person apart. */
export async function writeToContacts(
  ctx: Ctx,
  out: Outlet,
  row: MaintenanceRow,
  { occasion, mail }: { occasion: string; mail: typeof cancelledMail },
): Promise<void> {
  for (const { contactId, customerName, name, email } of await customerContacts(ctx)) {
    const idempotencyKey = `maintenance/${row.id}/${occasion}/${contactId}`
    await queueMail(ctx, out.queue, { ...mail(row, { customerName, name, email }, out), idempotencyKey })
  }
}
