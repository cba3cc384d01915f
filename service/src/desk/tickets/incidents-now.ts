import type { Ctx } from '@tractops/platform'
import { openIncidents } from '../../incidents/index.ts'
import type { OpenIncident } from './suggest-severity.ts'

/** The incidents that are open, with the names of what they affect. */
export async function incidentsNow(ctx: Pick<Ctx, 'tx'>): Promise<OpenIncident[]> {
  return (await openIncidents(ctx)).map(({ id, title, impact, components }) => ({
    ...{ id, title, critical: impact === 'critical' },
    words: [...new Set(components.flatMap(({ key, name }) => [name, key.replaceAll(/[-_]/g, ' ')]))],
  }))
}
