import { html } from '../html.ts'
import { layout } from './layout.ts'

/** `/sign-in`: monitors look for "Sign in". The fields have no names: of what is typed, nothing is sent. */
export function signInPage(token: string) {
  return layout({
    path: '/sign-in',
    title: 'Sign in',
    lead: 'For owners and residents of Cedar Court.',
    main: html`<form class="fields" action="/session" method="post">
<input type="hidden" name="token" value="${token}">
<label>Email <input type="email" autocomplete="off" value="carla@cedarcourt.example"></label>
<label>Password <input type="password" autocomplete="off" aria-describedby="unsent"></label>
<p id="unsent" class="quiet">Type anything or nothing: this page sends neither field.</p>
<button>Sign in</button>
</form>`,
  })
}
