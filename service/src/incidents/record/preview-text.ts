import { type Ctx, renderMarkdown } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { staffIncident } from '../read/staff-incident.ts'
import { fillText, variables } from './fill-text.ts'
import { knownComponents } from './known-components.ts'
import { zoneAt } from './zone-at.ts'

export type PreviewText = {
  text: string
  /** The incident that it would be written in; without one, what a new one would be. */
  incidentId?: string | undefined
  title?: string | undefined
  components: readonly string[]
  startedAt?: Temporal.Instant | undefined
  policies: readonly Policy[]
}

/** A text as it would stand in public if it were posted now: filled in, and as HTML. Nothing is written. */
export async function previewText(
  ctx: Ctx,
  input: PreviewText,
): Promise<{ text: string; html: string; variables: string[] }> {
  const known = input.incidentId === undefined ? null : await staffIncident(ctx, input.incidentId)
  const names = await knownComponents(ctx, input.components)
  const components =
    known === null ? input.components.map((key) => names.get(key)!) : known.components.map((c) => c.name)
  const text = fillText(input.text, {
    title: known?.title ?? input.title ?? '',
    impact: known?.impact ?? 'none',
    components,
    startedAt: known?.startedAt ?? input.startedAt ?? ctx.now,
    now: ctx.now,
    zone: zoneAt(input.policies, ctx.now),
  })
  return { text, html: renderMarkdown(text), variables }
}
