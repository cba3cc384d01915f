import { createHash, randomBytes } from 'node:crypto'
import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { probeAgent } from '../tables.ts'

const LONGEST_NAME = 60

/** SHA-256 in hex: what is kept of a token. It has 256 random bits, so nothing slower is needed. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Makes a probe agent and the token that its process shows; this is the only time that the token can be seen. */
export async function createAgent(
  ctx: Ctx,
  input: { name: string; region?: string | null | undefined },
): Promise<{ id: number; token: string }> {
  const name = words('name', input.name)
  const region = input.region == null ? null : words('region', input.region)
  const token = `tractops_agent_${randomBytes(32).toString('base64url')}`
  const [made] = await ctx.tx
    .insert(probeAgent)
    .values({ name, region, hash: hashOfToken(token), createdAt: ctx.now, createdBy: ctx.actor })
    .returning({ id: probeAgent.id })
  const { id } = made!
  await announce(ctx, 'agents')
  await audit(ctx, { action: 'agent.created', subject: `agent ${id}`, detail: { name, region } })
  return { id, token }
}

function words(path: 'name' | 'region', given: string): string {
  const text = given.trim()
  if (text !== '' && text.length <= LONGEST_NAME && !/\p{Cc}/u.test(text)) return text
  throw new AppError(
    'invalid_name',
    400,
    `Give the agent a ${path} of 1 to ${LONGEST_NAME} printable characters.`,
    { path },
  )
}
