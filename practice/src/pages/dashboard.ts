import { type Html, html } from '../html.ts'
import { layout } from './layout.ts'

const REQUESTS = [
  ['Gate by the pool does not latch', 'Building 3', 'Locksmith comes Friday'],
  ['Light out on the north path', 'Path', 'Lamp ordered'],
  ['Gutter over unit 41 drips', 'Unit 41', 'Waiting for dry weather'],
  ['New key for the bicycle room', 'Unit 12', 'Ready to collect'],
] as const

/** `/dashboard`: monitors look for "Open requests", and those that sign in for "Signed in as Carla". `help` is what carries the help widget. */
export function dashboardPage(signedIn: boolean, help: Html | null = null) {
  return layout({
    path: '/dashboard',
    title: 'Open requests',
    ...(signedIn ? { lead: 'Signed in as Carla, board president.' } : {}),
    main: html`<p class="figure"><span>${REQUESTS.length}</span> waiting for somebody</p>${help ?? ''}
<ul class="requests">${REQUESTS.map(([what, where, next]) => html`<li><strong>${what}</strong> <span class="quiet">${where}</span> <span>${next}</span></li>`)}</ul>`,
  })
}
