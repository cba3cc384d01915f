import type { Ctx } from '@tractops/platform'
import { listAgents } from '../agents/serve/list-agents.ts'
import type { MonitoringConfig } from '../config/config.ts'
import { readWatched } from '../edit/read-watched.ts'

const RECENT_MS = 86_400_000

/** Monitors that are not checked, and probe agents that are silent, blind, or had results refused in the last 24 hours. */
export async function troubles(ctx: Ctx, deps: { file: MonitoringConfig; secretKey: string }) {
  const { monitors, broken } = await readWatched(ctx, deps)
  const unchecked = [
    ...monitors.flatMap(({ config: { key }, problem }) =>
      problem === null ? [] : [{ key, because: problem }],
    ),
    ...broken.map(({ key, message }) => ({ key, because: message })),
  ]
  return [
    ...unchecked.map(({ key, because }) => ({
      kind: 'monitor.unchecked',
      since: null,
      title: key,
      text: `It is not checked. ${because}`,
      href: `/console/monitors/${encodeURIComponent(key)}`,
    })),
    ...(await agentTroubles(ctx)),
  ]
}

async function agentTroubles(ctx: Ctx) {
  const agents = (await listAgents(ctx)).filter(({ revokedAt }) => revokedAt === null)
  return agents.flatMap(({ name, silent, blind, seenAt, createdAt, refused }) => {
    const told = (kind: string, since: string | null, text: string) => ({
      kind,
      since: since === null ? null : Temporal.Instant.from(since),
      title: name,
      text,
      href: '/console/agents',
    })
    if (silent) return [told('agent.silent', seenAt ?? createdAt, 'This probe agent is not heard.')]
    const recent =
      refused.at !== null &&
      ctx.now.epochMilliseconds - Temporal.Instant.from(refused.at).epochMilliseconds < RECENT_MS
    return [
      ...(blind
        ? [
            told(
              'agent.blind',
              null,
              'This probe agent sees none of its control targets: what it finds counts for nothing.',
            ),
          ]
        : []),
      ...(recent
        ? [
            told(
              'agent.refused',
              refused.at,
              `Results of this probe agent were refused, the last as ${refused.because}.`,
            ),
          ]
        : []),
    ]
  })
}
