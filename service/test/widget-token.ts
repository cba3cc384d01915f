import { createHmac } from 'node:crypto'

/** A part of a token. */
export const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What a host application signs for Carla, until `until`; `claims` say otherwise, and more. */
export function widgetToken(
  { id, secret }: { id: string; secret: string },
  until: Temporal.Instant,
  claims: Record<string, unknown>,
): string {
  const says = {
    ...{ aud: 'tractops-widget', sub: 'carla', email: 'carla@example.com', name: 'Carla' },
    ...{ exp: Math.floor(until.epochMilliseconds / 1_000), ...claims },
  }
  const content = `${part({ alg: 'HS256', typ: 'JWT', kid: id })}.${part(says)}`
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
}
