import { bareSecrets } from './read-written.ts'
import type { Written } from './tables.ts'

const HIDDEN = '[hidden]'

/** A definition as readers see it: keys in headers and the token of a heartbeat are hidden, names of secrets are not. */
export function shown(written: Written): Written {
  const copy = structuredClone(written)
  for (const path of bareSecrets(written)) {
    const last = path.at(-1)!
    const holder = path
      .slice(0, -1)
      .reduce<unknown>((value, part) => (value as Record<string | number, unknown>)[part], copy)
    ;(holder as Record<string | number, unknown>)[last] = HIDDEN
  }
  const beat = copy.heartbeat as Written | undefined
  for (const field of ['token', 'tokenHash']) {
    if (typeof beat?.[field] === 'string' && !beat[field].includes('${')) beat[field] = HIDDEN
  }
  return copy
}
