import { html } from '../html.ts'
import { layout } from './layout.ts'

/** `/`: monitors look for "Cedar Court". */
export function homePage() {
  return layout({
    path: '/',
    title: 'Welcome to Cedar Court',
    lead: 'One hundred homes around one very old tree.',
    main: html`<section>
<h2>From the board</h2>
<p>The north path is closed on Thursday while the roots are looked after. Please use the gate by the pool; it will be open from seven in the morning until dusk.</p>
<p>The budget for the coming year is ready to read, and <a href="/voting">the ballot on it is open</a> until the end of the month.</p>
<p class="by">Carla, board president</p>
</section>
<section>
<h2>This month</h2>
<dl class="lines">
<div><dt>Board meeting</dt><dd>Tuesday, 19:00, clubhouse</dd></div>
<div><dt>Dues</dt><dd><a href="/payments">by the 1st</a></dd></div>
<div><dt>Green bins</dt><dd>Wednesdays</dd></div>
</dl>
</section>`,
  })
}
