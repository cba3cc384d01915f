import type { Ctx } from '@tractops/platform'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { customerContacts } from '../../billing/index.ts'
import { maintenanceAnnouncement, maintenanceRecipient } from '../tables.ts'
import type { ChangeKind } from '../words.ts'
import type { MaintenanceChange } from './changes-since.ts'

/** Of these every contact is written to, besides announcements; see `writeToContacts`. */
const WRITTEN: readonly ChangeKind[] = ['reminder', 'overrun', 'completed', 'cancelled']

/**
 * The addresses, in lower case, that are mailed of a change as customer contacts (SLA §5), so that nobody else writes to them of it.
 */
export async function mailedContacts(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  { maintenanceId, kind, at }: MaintenanceChange,
): Promise<Set<string>> {
  if (WRITTEN.includes(kind)) {
    const contacts = await customerContacts(ctx)
    return new Set(contacts.map(({ email }) => email.toLowerCase()))
  }
  const { announcementId, email, failedAt } = maintenanceRecipient
  const made = ctx.tx
    .select({ id: maintenanceAnnouncement.id })
    .from(maintenanceAnnouncement)
    .where(
      and(
        eq(maintenanceAnnouncement.maintenanceId, maintenanceId),
        eq(maintenanceAnnouncement.publishedAt, at),
      ),
    )
  const rows = await ctx.tx
    .select({ email })
    .from(maintenanceRecipient)
    .where(and(inArray(announcementId, made), isNull(failedAt)))
  return new Set(rows.flatMap((row) => row.email?.toLowerCase() ?? []))
}
