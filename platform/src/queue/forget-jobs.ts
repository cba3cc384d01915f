import { sql } from 'drizzle-orm'
import type { Ctx } from '../database/transaction.ts'

/** Deletes the jobs, done or not, whose data hold `words`, in lower case: nothing is done of them any more. */
export async function forgetJobs({ tx }: Pick<Ctx, 'tx'>, words: string): Promise<void> {
  await tx.execute(sql`delete from pgboss.job where position(${words} in lower(data::text)) > 0`)
}
