import type { Ctx } from '@tractops/platform'
import { listAgents } from '../agents/serve/list-agents.ts'
import type { MonitoringConfig } from '../config/config.ts'
import { readWatched } from '../edit/read-watched.ts'

const RECENT_MS = 86_400_000

/** Monitors that are not checked; probe agents that are silent or blind, and those that were refused in the last 24 hours. */
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
  const isRecent = (at: string | null) =>
    at !== null && ctx.now.epochMilliseconds - Temporal.Instant.from(at).epochMilliseconds < RECENT_MS
  return (await listAgents(ctx)).flatMap((agent) => {
    const { name, revokedAt, silent, blind, seenAt, createdAt, refused } = agent
    const told = (kind: string, since: string | null, text: string) => ({
      kind,
      since: since === null ? null : Temporal.Instant.from(since),
      title: name,
      text,
      href: '/console/agents',
    })
    if (revokedAt !== null) {
      const calls = seenAt !== null && Temporal.Instant.compare(seenAt, revokedAt) > 0 && isRecent(seenAt)
      const text = 'This probe agent goes on calling with its revoked token; nothing that it finds is taken.'
      return calls ? [told('agent.revoked', revokedAt, text)] : []
    }
    if (silent) return [told('agent.silent', seenAt ?? createdAt, 'This probe agent is not heard.')]
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
      ...(isRecent(refused.at)
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
