import { html } from '../html.ts'
import { layout } from './layout.ts'

/** `/payments`: monitors look for "Pay your dues". No money moves. */
export function paymentsPage() {
  return layout({
    path: '/payments',
    title: 'Pay your dues',
    main: html`<p class="figure"><span>$240.00</span> due on the 1st, unit 27</p>
<section>
<h2>What it pays for</h2>
<dl class="lines">
<div><dt>Grounds and the tree</dt><dd>$96.00</dd></div>
<div><dt>Insurance</dt><dd>$74.00</dd></div>
<div><dt>Reserve</dt><dd>$70.00</dd></div>
</dl>
</section>
<form action="/payments"><p><button>Pay $240.00</button></p><p class="quiet">Practice money: no card is asked for and nothing is charged.</p></form>`,
  })
}
