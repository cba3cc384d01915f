import { createHash } from 'node:crypto'
import { AppError, type Ctx } from '@tractops/platform'
import { and, inArray, isNull, sql } from 'drizzle-orm'
import { withContacts } from '../customers/list-customers.ts'
import { customer } from '../tables.ts'
import { type KnownCustomer, type PlannedRow, planImport } from './plan-import.ts'
import { type CsvFile, readCsv } from './read-csv.ts'
import { readRow } from './read-row.ts'
import { writeImport } from './write-import.ts'

export type Import = Pick<CsvFile, 'encoding' | 'delimiter'> & { rows: PlannedRow[]; applied: boolean }

/**
 * Reads a file of customers, and enters all of it or nothing; `dryRun` says only what it would come to. Nobody else changes a customer
 * meanwhile. A customer whom the file does not name stays as it is.
 *
 * @throws AppError `csv_unreadable` (400), `import_refused` (409) where a row is refused and it is not a dry run.
 */
export async function importCustomers(
  ctx: Ctx,
  { bytes, dryRun }: { bytes: Uint8Array; dryRun: boolean },
): Promise<Import> {
  const { columns, rows, encoding, delimiter } = readCsv(bytes)
  if (!dryRun) await ctx.tx.execute(sql`lock table ${customer} in share row exclusive mode`)
  const read = rows.map((row) => readRow(columns, row))
  const planned = planImport(
    columns,
    read,
    await knownAmong(
      ctx,
      read.map(({ externalId }) => externalId),
    ),
  )
  if (dryRun) return { encoding, delimiter, rows: planned, applied: false }
  refuseAny(planned)
  await writeImport(ctx, { rows: planned, sha256: createHash('sha256').update(bytes).digest('hex') })
  return { encoding, delimiter, rows: planned, applied: true }
}

async function knownAmong(ctx: Ctx, externalIds: string[]): Promise<Map<string, KnownCustomer>> {
  const rows = await ctx.tx
    .select()
    .from(customer)
    .where(and(inArray(customer.externalId, externalIds), isNull(customer.removedAt)))
  const whole = await withContacts(ctx, rows)
  return new Map(
    whole.map(({ discountBasisPoints, externalId, ...one }) => [
      externalId!,
      { ...one, externalId: externalId!, discountPercent: discountBasisPoints / 100 },
    ]),
  )
}

function refuseAny(planned: PlannedRow[]): void {
  const refused = planned.filter(({ outcome }) => outcome === 'refused')
  const [first] = refused
  if (first === undefined) return
  const many = refused.length === 1 ? 'One row is' : `${refused.length} rows are`
  throw new AppError(
    'import_refused',
    409,
    `${many} wrong, so nothing was entered. Line ${first.row.line}: ${first.errors[0]!.message}`,
    { path: 'body' },
  )
}
