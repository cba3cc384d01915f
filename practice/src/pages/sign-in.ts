import { html } from '../html.ts'
import { layout } from './layout.ts'

/** `/sign-in`: monitors look for "Sign in". The fields have no names: what is typed is never sent. */
export function signInPage() {
  return layout({
    path: '/sign-in',
    title: 'Sign in',
    lead: 'For owners and residents of Cedar Court.',
    main: html`<form class="fields" action="/dashboard">
<label>Email <input type="email" autocomplete="off" value="carla@cedarcourt.example"></label>
<label>Password <input type="password" autocomplete="off" aria-describedby="unsent"></label>
<p id="unsent" class="quiet">Type anything or nothing: this page sends neither field.</p>
<button>Sign in</button>
</form>`,
  })
}
