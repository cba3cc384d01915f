import type { VendorState } from '../view/source.ts'
import type { Times } from './format.ts'
import { type Html, html } from './markup.ts'
import { texts } from './texts.ts'

const SHAPE: Record<VendorState['state'], string> = {
  operational: 'u',
  degraded: 'g',
  partial_outage: 'd',
  major_outage: 'd',
  maintenance: 'm',
  unknown: 'n',
}

/** SLA §4: what those we depend on say of themselves, as our own poller read it; what could not be read is unknown (row 23). */
export function vendorsHtml(vendors: readonly VendorState[], times: Times): Html {
  if (vendors.length === 0) return html``
  return html`<section class="wrap section" aria-labelledby="vendors">
<header><h2 id="vendors">${texts.vendors.title}</h2>
<p>${texts.vendors.note}</p></header>
<ul class="vendors">${vendors.map(
    (
      vendor,
    ) => html`<li><h3>${vendor.url === null ? vendor.name : html`<a href="${vendor.url}" rel="noopener">${vendor.name}</a>`}</h3>
<p><i class="mark ${SHAPE[vendor.state]}"></i>${texts.vendors.states[vendor.state]}${
      vendor.since === null
        ? ''
        : html` <span class="soft">${texts.since} ${times.when(vendor.since, false)}</span>`
    }</p>
${vendor.state === 'unknown' ? html`<p class="soft"><small>${vendor.reason ?? texts.vendors.unread}</small></p>` : ''}</li>`,
  )}</ul>
</section>`
}
