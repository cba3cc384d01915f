import { createHmac } from 'node:crypto'

/** The signing secret of a webhook, as Standard Webhooks writes it: made from our secret key and its id, kept nowhere. */
export function webhookSecret(secretKey: string, id: string): string {
  return `whsec_${createHmac('sha256', secretKey).update(`webhook ${id}`).digest('base64')}`
}
