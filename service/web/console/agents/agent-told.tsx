import type { Agent } from '../../api/agents.ts'
import { Duration } from '../parts/duration.tsx'
import { Instant } from '../parts/instant.tsx'

/** A clock further off than this is worth a look: what it finds is dated to within it. */
const SKEWED_MS = 1_000

/** The agent in the service's own process, which has no token. */
export const isBuiltIn = ({ id }: Agent) => id === 0

/** How an agent is, by shape and word. */
export function AgentMark({ agent }: { agent: Agent }) {
  const [mark, word] =
    agent.revokedAt !== null
      ? ['unmeasured', 'revoked']
      : isBuiltIn(agent)
        ? ['up', 'here']
        : agent.seenAt === null
          ? ['unmeasured', 'not heard yet']
          : agent.silent
            ? ['down', 'silent']
            : agent.blind
              ? ['degraded', 'blind']
              : ['up', 'heard']
  return (
    <span>
      <span className={`mark ${mark}`} aria-hidden="true" />
      {word}
    </span>
  )
}

/** When it was heard, how its clock goes, what waits with it and what was refused of it. */
export function AgentTold({ agent }: { agent: Agent }) {
  if (isBuiltIn(agent)) return <p className="soft">The service itself: it needs no token.</p>
  const { createdAt, revokedAt, seenAt, skewMs, roundTripMs, waiting, dropped, blind, refused } = agent
  const stillCalls = revokedAt !== null && seenAt !== null && Date.parse(seenAt) > Date.parse(revokedAt)
  return (
    <>
      {stillCalls ? (
        <p>
          It goes on calling with its revoked token. Nothing that it finds is taken; it keeps it. End that
          process, or give it a token of a new agent.
        </p>
      ) : null}
      {revokedAt === null && blind ? (
        <p>It reaches none of its control targets: what it finds counts for nothing until it does.</p>
      ) : null}
      {waiting === 0 ? null : <p>{counted(waiting)} in its spool when it was last heard.</p>}
      {dropped === 0 ? null : <p>{counted(dropped)} dropped, as its spool was full.</p>}
      {refused.count === 0 || refused.at === null ? null : (
        <p>
          {counted(refused.count)} refused, the last <Instant at={refused.at} />: {refused.because}.
        </p>
      )}
      <p className="soft">
        {seenAt === null ? null : (
          <>
            Last heard <Instant at={seenAt} />
            {skewMs === null ? null : <Clock skewMs={skewMs} roundTripMs={roundTripMs} />}.{' '}
          </>
        )}
        Made <Instant at={createdAt} />
        {revokedAt === null ? null : (
          <>
            , revoked <Instant at={revokedAt} />
          </>
        )}
        .
      </p>
    </>
  )
}

const counted = (n: number) => `${n.toLocaleString('en')} ${n === 1 ? 'result' : 'results'}`

function Clock({ skewMs, roundTripMs }: { skewMs: number; roundTripMs: number | null }) {
  const offMs = Math.abs(skewMs)
  const told =
    offMs < SKEWED_MS ? (
      'its clock goes right'
    ) : (
      <strong>
        its clock is <Duration ms={offMs} /> {skewMs > 0 ? 'fast' : 'slow'}
      </strong>
    )
  return (
    <>
      ; {told}
      {offMs < SKEWED_MS ? ` (${skewMs > 0 ? '+' : ''}${skewMs} ms)` : null}
      {roundTripMs === null ? null : `, measured over a round trip of ${roundTripMs} ms`}
    </>
  )
}
