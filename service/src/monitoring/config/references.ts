import { closest } from './closest.ts'
import type { FilePath } from './yaml-source.ts'

/**
 * What the parts of a file say of one another: keys that stand twice, monitors of unknown components, components that
 * nothing watches. It looks at the file as it is, right or wrong, so that these are told along with everything else.
 */
export function checkReferences(data: unknown): { path: FilePath; message: string }[] {
  const problems: { path: FilePath; message: string }[] = []
  const components = entries(data, 'components')
  const monitors = entries(data, 'monitors')
  for (const [list, items] of [
    ['components', components],
    ['monitors', monitors],
  ] as const) {
    const seen = new Set<string>()
    items.forEach(({ key }, i) => {
      if (typeof key !== 'string') return
      if (seen.has(key))
        problems.push({
          path: [list, i, 'key'],
          message: `"${key}" is taken by an earlier one; every key stands once.`,
        })
      seen.add(key)
    })
  }
  const keys = components.map((c) => c.key).filter((key) => typeof key === 'string')
  const watched = new Set(monitors.map((m) => m.component))
  monitors.forEach(({ component }, i) => {
    if (typeof component !== 'string' || keys.includes(component)) return
    const meant = closest(component, keys)
    const known =
      keys.length === 0 ? 'the file has none yet.' : `the components are ${keys.slice(0, 20).join(', ')}.`
    const hint =
      meant === null ? known : `did you mean "${meant}"? ${known[0]!.toUpperCase()}${known.slice(1)}`
    problems.push({
      path: ['monitors', i, 'component'],
      message: `"${component}" is not a component of this file; ${hint}`,
    })
  })
  components.forEach(({ key }, i) => {
    if (typeof key !== 'string' || watched.has(key)) return
    problems.push({
      path: ['components', i, 'key'],
      message: `"${key}" is watched by no monitor; add one, or leave the component out.`,
    })
  })
  return problems
}

function entries(data: unknown, list: string): Record<string, unknown>[] {
  const items = isObject(data) ? data[list] : undefined
  return Array.isArray(items) ? items.map((item) => (isObject(item) ? item : {})) : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
