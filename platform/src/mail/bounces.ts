import { eq, inArray } from 'drizzle-orm'
import type { Ctx } from '../database/transaction.ts'
import { mailBounce } from './tables.ts'
import { said } from './transport.ts'

/** Marks an address as one that takes no mail, with what was said about it. The first saying is kept. */
export async function mailBounced(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  address: string,
  reason: string,
): Promise<void> {
  await ctx.tx
    .insert(mailBounce)
    .values({ address: address.toLowerCase(), at: ctx.now, reason: said(reason) })
    .onConflictDoNothing()
}

/** Takes the mark away, when an operator says that the address works. */
export async function forgetBounce(ctx: Pick<Ctx, 'tx'>, address: string): Promise<void> {
  await ctx.tx.delete(mailBounce).where(eq(mailBounce.address, address.toLowerCase()))
}

/** Those of `addresses` that bounced, in lower case, since when and why. */
export async function bouncesOf(
  ctx: Pick<Ctx, 'tx'>,
  addresses: readonly string[],
): Promise<Map<string, { at: Temporal.Instant; reason: string }>> {
  if (addresses.length === 0) return new Map()
  const wanted = [...new Set(addresses.map((address) => address.toLowerCase()))]
  const rows = await ctx.tx.select().from(mailBounce).where(inArray(mailBounce.address, wanted))
  return new Map(rows.map(({ address, at, reason }) => [address, { at, reason }]))
}
