/** The one style sheet: paper, ink and a deep teal; light and dark by the reader's setting. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbf9f4; --ink: #1c2426; --quiet: #566164; --rule: #d9d5ca; --teal: #0b5a5c; --broken: #97330f;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #12181a; --ink: #e9e6de; --quiet: #a3adae; --rule: #344043; --teal: #72c3c0; --broken: #f0a184; }
}
* { box-sizing: border-box; }
html { font: 100%/1.6 ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; }
body {
  margin: 0 auto; padding: 0 1.25rem; max-width: 54rem; min-height: 100vh; display: flex; flex-direction: column;
  background: var(--paper); color: var(--ink); font-variant-numeric: tabular-nums;
}
a { color: var(--teal); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--teal); outline-offset: 3px; }
main:focus { outline: none; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; padding: .75rem 0; }
header {
  display: flex; flex-wrap: wrap; gap: .25rem 2rem; align-items: baseline; justify-content: space-between;
  padding: 1.5rem 0 1rem; border-bottom: 1px solid var(--rule);
}
.name { margin: 0; font-weight: 650; letter-spacing: -.01em; }
.name a { color: inherit; text-decoration: none; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .35rem 0; color: inherit; text-decoration: none; }
nav a:hover, nav a[aria-current] { color: var(--teal); text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: .4em; }
main { flex: 1; padding: 3rem 0 4rem; }
h1 { margin: 0 0 .75rem; font-size: clamp(1.9rem, 1.4rem + 2.4vw, 3rem); line-height: 1.15; letter-spacing: -.02em; font-weight: 650; text-wrap: balance; }
h2 { margin: 0 0 .5rem; font-size: 1.05rem; font-weight: 650; }
p { margin: 0 0 1rem; max-width: 38rem; }
section { margin-top: 3rem; }
.lead { font-size: 1.2rem; color: var(--quiet); margin-bottom: 2.5rem; }
.quiet, .by { color: var(--quiet); font-size: .95rem; }
.figure { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; font-size: 1.2rem; color: var(--quiet); margin: 1.5rem 0 2rem; }
.figure span { font-size: clamp(3.5rem, 2.5rem + 5vw, 6rem); line-height: 1.1; font-weight: 600; letter-spacing: -.03em; color: var(--teal); }
.lines { margin: 0; }
.lines div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 2rem; padding: .55rem 0; border-bottom: 1px solid var(--rule); }
.lines dd { margin: 0; }
.wide { overflow-x: auto; }
table { width: 100%; margin-bottom: 1rem; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .55rem 1.5rem .55rem 0; border-bottom: 1px solid var(--rule); }
thead th { font-size: .9rem; font-weight: 500; color: var(--quiet); }
tbody th { font-weight: 500; }
td, time { white-space: nowrap; }
.fields { max-width: 26rem; }
.fields label { display: block; margin-bottom: 1.25rem; }
.fields .choice { display: flex; gap: .75rem; align-items: center; min-height: 2.75rem; margin: 0; }
fieldset { margin: 0 0 1.5rem; padding: 0; border: 0; }
legend { padding: 0; font-weight: 650; }
input[type='email'], input[type='password'] {
  display: block; width: 100%; min-height: 2.75rem; padding: .4rem .75rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--quiet); border-radius: 3px;
}
input[type='radio'] { width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--teal); }
button {
  min-height: 2.75rem; padding: .35rem 1.1rem; font: inherit; font-weight: 550; cursor: pointer;
  color: var(--paper); background: var(--teal); border: 1px solid var(--teal); border-radius: 3px;
}
main > form { margin-top: 2rem; }
.fields button { margin-bottom: 1rem; }
.requests { margin: 0; padding: 0; list-style: none; }
.requests li { display: grid; padding: .8rem 0; border-bottom: 1px solid var(--rule); }
.requests strong { font-weight: 550; }
@media (min-width: 46rem) {
  nav ul { column-gap: 1.5rem; }
  .requests li { grid-template-columns: 5fr 2fr 4fr; column-gap: 1.5rem; }
}
.parts { margin: 2.5rem 0 0; padding: 0; list-style: none; border-top: 1px solid var(--rule); }
.parts li { display: grid; gap: .25rem 2rem; padding: 1rem 0; border-bottom: 1px solid var(--rule); }
.parts h2, .parts p { margin: 0; }
.parts form { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .35rem; }
.parts button { padding: .35rem .8rem; color: var(--ink); background: transparent; border-color: var(--quiet); }
.parts button:hover { border-color: var(--teal); color: var(--teal); }
.parts button[aria-pressed] { color: var(--paper); background: var(--broken); border-color: var(--broken); }
.parts button.mend { color: var(--paper); background: var(--teal); border-color: var(--teal); }
@media (min-width: 46rem) {
  .parts li { grid-template-columns: 1fr auto; align-items: center; }
  .parts form { grid-column: 2; grid-row: 1 / span 2; margin: 0; justify-content: end; }
}
.sign { display: inline-block; width: .8em; height: .8em; margin-right: .3em; vertical-align: -.06em; color: var(--broken); }
.sign.works { color: var(--teal); background: currentColor; border-radius: 50%; }
.sign.down { background: currentColor; }
.sign.slow { border: 1.5px solid; border-radius: 50%; background: repeating-linear-gradient(45deg, currentColor 0 1.5px, transparent 1.5px 4px); }
.sign.wrong { background: currentColor; clip-path: polygon(50% 0, 100% 100%, 0 100%); }
.sign.drop { border: 2px dashed; }
.sign.expired { background: linear-gradient(to top right, currentColor 50%, transparent 50%); border: 1.5px solid; }
code { font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace; font-size: .9em; overflow-wrap: anywhere; }
footer { padding: 1.25rem 0 2rem; border-top: 1px solid var(--rule); color: var(--quiet); font-size: .95rem; }
/* Room for the button of the help widget. */
@media (max-width: 40rem) { footer { padding-bottom: 5.5rem; } }
footer p { margin: 0; max-width: none; }
.bare main { padding-top: 20vh; }
@media (forced-colors: active) { .sign { forced-color-adjust: none; color: CanvasText; } }
`
