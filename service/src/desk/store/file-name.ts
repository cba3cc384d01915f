const MOST = 200

/** A name that can stand in a folder and on a line: no path, no control or reversing character, at most 200 characters. */
export function fileName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1)!
  const clean = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^\.+/, '')
  if (clean === '') return 'attachment'
  if (clean.length <= MOST) return clean
  const ending = /\.[^.\s]{1,12}$/.exec(clean)?.[0] ?? ''
  return [...clean.slice(0, MOST - ending.length)].join('').replace(/[\ud800-\udbff]$/, '') + ending
}

/** `Content-Disposition` (RFC 6266) for a name of any characters. */
export function disposition(kind: 'attachment' | 'inline', name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
