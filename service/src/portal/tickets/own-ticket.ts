import { AppError, type Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { ticketForReader } from '../../desk/index.ts'
import type { Reader } from '../identity/reader.ts'
import { behindWall, type Walled } from '../wall/as-reader.ts'

/** A reader as the desk asks for them: their own address, and all customers whom they speak for. */
export const asksAs = ({ email, contacts }: Reader) => ({
  email,
  customerIds: [...new Set(contacts.map(({ customerId }) => customerId))],
})

/** Who uploaded, as it is kept beside a file. */
export const uploaderOf = ({ email }: Reader): string => `reader:${email}`

/** A ticket of this reader with its messages. @throws AppError `ticket_not_found`, the same for one that is somebody else's. */
export async function ownTicket(ctx: Pick<Ctx, 'tx'>, reader: Reader, ticketId: string) {
  const found = await ticketForReader(ctx, { ticketId, reader: asksAs(reader) })
  if (found === null)
    throw new AppError(
      'ticket_not_found',
      404,
      'You have no such question. The first page lists those you have.',
    )
  return found
}

/** Before something is written: looks from behind the wall that the ticket and the files are this reader's. Resolves to the ticket that goes on. */
export async function proveOwn(
  ctx: Pick<Ctx, 'tx'>,
  p: Pick<Walled, 'wall'>,
  reader: Reader,
  { ticketId, attachments = [] }: { ticketId?: string; attachments?: readonly string[] },
) {
  return behindWall(ctx, p, reader, async () => {
    await proveUploads(ctx, reader, attachments)
    return ticketId === undefined ? null : ownTicket(ctx, reader, ticketId)
  })
}

async function proveUploads({ tx }: Pick<Ctx, 'tx'>, reader: Reader, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await tx.execute(sql`
    select 1 from attachment
    where id = any(${sql.param([...ids])}::text[]) and message_id is null and uploaded_by = ${uploaderOf(reader)}`)
  if (rows.length !== new Set(ids).size)
    throw new AppError(
      'attachment_unknown',
      409,
      'A file is not here any more, so nothing was sent. Choose it again; what you wrote is kept.',
      { path: 'json.attachments' },
    )
}
