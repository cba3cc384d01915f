import { randomUUID } from 'node:crypto'
import { announce, audit, type Ctx } from '@tractops/platform'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { basisPoints } from '../customers/create-customer.ts'
import { customer, customerContact } from '../tables.ts'
import type { PlannedRow } from './plan-import.ts'

const AT_ONCE = 500

/**
 * Writes what was planned, with one audit entry for the whole of it, last: the chain is held for an instant and not for as long as ten
 * thousand rows take.
 */
export async function writeImport(
  ctx: Ctx,
  { rows, sha256 }: { rows: readonly PlannedRow[]; sha256: string },
): Promise<void> {
  const made = rows
    .filter(({ outcome }) => outcome === 'new')
    .map((row) => ({ id: `cus_${randomUUID()}`, row }))
  for (let from = 0; from < made.length; from += AT_ONCE) await insert(ctx, made.slice(from, from + AT_ONCE))
  const changed = rows.flatMap(({ outcome, known, ...row }) =>
    outcome === 'changed' && known !== null ? [{ ...row, known }] : [],
  )
  for (const row of changed) await change(ctx, row)
  if (made.length + changed.length === 0) return
  await announce(ctx, 'billing')
  await audit(ctx, {
    action: 'customers.imported',
    subject: sha256,
    detail: {
      rows: rows.length,
      created: made.map(({ id, row }) => ({ id, externalId: row.row.externalId })),
      changed: changed.map(({ known, changes }) => ({ id: known.id, changes })),
    },
  })
}

async function insert(ctx: Ctx, made: { id: string; row: PlannedRow }[]): Promise<void> {
  const stamp = { createdAt: ctx.now, createdBy: ctx.actor }
  await ctx.tx.insert(customer).values(
    made.map(({ id, row: { row } }) => {
      const { discountPercent = 0, end = null, ...fields } = row.fields
      const whole = fields as Required<typeof fields>
      return {
        id,
        externalId: row.externalId,
        ...whole,
        end,
        discountBasisPoints: basisPoints(discountPercent),
        ...stamp,
        changedAt: ctx.now,
      }
    }),
  )
  const people = made.flatMap(({ id, row: { row } }) =>
    (row.contacts ?? []).map((one) => contactRow(ctx, id, one)),
  )
  if (people.length > 0) await ctx.tx.insert(customerContact).values(people)
}

type Changed = Pick<PlannedRow, 'row'> & { known: NonNullable<PlannedRow['known']> }

async function change(ctx: Ctx, { row, known }: Changed): Promise<void> {
  const { discountPercent, ...fields } = row.fields
  const discount = discountPercent === undefined ? {} : { discountBasisPoints: basisPoints(discountPercent) }
  await ctx.tx
    .update(customer)
    .set({ ...fields, ...discount, changedAt: ctx.now })
    .where(eq(customer.id, known.id))
  if (row.contacts === null) return
  const wanted = new Map(row.contacts.map((one) => [one.email.toLowerCase(), one]))
  const present = new Set(known.contacts.map(({ email }) => email.toLowerCase()))
  const ofCustomer = and(eq(customerContact.customerId, known.id), isNull(customerContact.removedAt))
  const address = sql`lower(${customerContact.email})`
  const gone = [...present].filter((email) => !wanted.has(email))
  if (gone.length > 0)
    await ctx.tx
      .update(customerContact)
      .set({ removedAt: ctx.now, removedBy: ctx.actor })
      .where(and(ofCustomer, inArray(address, gone)))
  for (const [email, one] of wanted)
    if (present.has(email))
      await ctx.tx
        .update(customerContact)
        .set(one)
        .where(and(ofCustomer, eq(address, email)))
    else await ctx.tx.insert(customerContact).values(contactRow(ctx, known.id, one))
}

const contactRow = (
  ctx: Ctx,
  customerId: string,
  one: NonNullable<PlannedRow['row']['contacts']>[number],
) => ({
  id: `con_${randomUUID()}`,
  customerId,
  ...one,
  receivesNotices: true,
  createdAt: ctx.now,
  createdBy: ctx.actor,
})
