import { posix } from 'node:path'

/** What the copy holds of this site, by its paths; the rest needs the service. */
const HELD = /^\/$|^\/sla$|^\/status(\/(history|incidents|maintenance|embed|feed|badge|api\/v2)([/.].*)?)?$/

export function isHeld(path: string): boolean {
  return HELD.test(path)
}

/** The file that a plain file server answers a path with: "/status" -> "status/index.html", "/status/feed.atom" as it is. */
export function fileOf(path: string): string {
  const name = path.replace(/^\/|\/$/g, '')
  if (name === '') return 'index.html'
  return /\.[a-z]+$/.test(name) ? name : `${name}/index.html`
}

/** From one page to another by their paths, so that the copy works below any address: "/sla" from "/status" is "../sla/index.html". */
export function wayTo(path: string, from: string): string {
  return posix.relative(posix.dirname(fileOf(from)), fileOf(path))
}
