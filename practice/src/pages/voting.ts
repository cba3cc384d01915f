import { html } from '../html.ts'
import { layout } from './layout.ts'

/** `/voting`: monitors look for "Cast your vote". No vote is kept. */
export function votingPage() {
  return layout({
    path: '/voting',
    title: 'Cast your vote',
    lead: 'Shall the association adopt the budget for the coming year as the board has proposed it?',
    main: html`<form class="fields" action="/voting">
<fieldset>
<legend>Your answer</legend>
<label class="choice"><input type="radio" name="answer" value="yes"> Yes, adopt it</label>
<label class="choice"><input type="radio" name="answer" value="no"> No, send it back to the board</label>
<label class="choice"><input type="radio" name="answer" value="abstain"> I abstain</label>
</fieldset>
<button>Cast your vote</button>
<p class="quiet">61 of 100 homes have answered; 51 are needed. Practice ballot: no vote is kept.</p>
</form>`,
  })
}
