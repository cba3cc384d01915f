import { createHmac } from 'node:crypto'
import { POLICY } from './answer.ts'
import { html } from './html.ts'

/** The help widget of a service at `url`, and the key that says who its reader is. */
export type Widget = { url: string; kid: string; secret: string }

const GOOD_FOR_S = 8 * 3_600
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What a page writes to carry the widget, as any application would: who is signed in, it signs; whoever is not, the widget asks. */
export function widgetScript(widget: Widget, signedIn: boolean) {
  const src = `${widget.url}/widget.js`
  return signedIn
    ? html`<script src="${src}" data-token="${tokenOf(widget)}" defer></script>`
    : html`<script src="${src}" defer></script>`
}

/** The page's policy with the one host that the widget comes from and talks to. */
export const widgetPolicy = ({ url }: Widget): string => `${POLICY}; script-src ${url}; connect-src ${url}`

/** A JWT (HS256) that says that Carla reads the page, good for eight hours. */
function tokenOf({ kid, secret }: Widget): string {
  const nowS = Math.floor(Date.now() / 1_000)
  const claims = {
    aud: 'tractops-widget',
    sub: 'carla',
    email: 'carla@cedarcourt.example',
    name: 'Carla',
    customer: 'cedar-court',
    iat: nowS,
    exp: nowS + GOOD_FOR_S,
  }
  const content = `${part({ alg: 'HS256', typ: 'JWT', kid })}.${part(claims)}`
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
}
