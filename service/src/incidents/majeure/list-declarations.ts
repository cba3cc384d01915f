import { type Ctx, renderMarkdown } from '@tractops/platform'
import { desc } from 'drizzle-orm'
import { publicName } from '../read/public-incident.ts'
import { forceMajeure } from '../tables.ts'

/** A declaration of force majeure, signed by `declaredBy`; `withdrawn` says who took it back, when and why. */
export type ForceMajeure = {
  id: string
  start: Temporal.Instant
  end: Temporal.Instant
  text: string
  /** The same as HTML that is safe to show. */
  html: string
  declaredBy: string
  publishedAt: Temporal.Instant
  withdrawn: { at: Temporal.Instant; by: string; because: string } | null
}

/** Every declaration that was ever published, withdrawn ones too, the latest first. SLA §4(c) */
export async function listDeclarations({ tx }: Pick<Ctx, 'tx'>): Promise<ForceMajeure[]> {
  const rows = await tx.select().from(forceMajeure).orderBy(desc(forceMajeure.start), desc(forceMajeure.id))
  return rows.map(declarationOf)
}

function declarationOf(row: typeof forceMajeure.$inferSelect): ForceMajeure {
  const { id, start, end, text, declaredBy, publishedAt, withdrawnAt } = row
  const withdrawn =
    withdrawnAt === null
      ? null
      : { at: withdrawnAt, by: publicName(row.withdrawnBy!), because: row.withdrawnBecause! }
  return { id, start, end, text, html: renderMarkdown(text), declaredBy, publishedAt, withdrawn }
}
