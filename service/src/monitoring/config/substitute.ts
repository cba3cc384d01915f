import { closest } from './closest.ts'
import { escaped, isHole, mayHaveHoles } from './template.ts'
import type { FilePath } from './yaml-source.ts'

/** Values that the configuration may name as ${NAME}; an absent one is unset. */
export type Variables = { readonly [name: string]: string | undefined }

export type Substituted = {
  data: unknown
  /** The names that the text uses, set or not. */
  used: Set<string>
  problems: { path: FilePath; message: string }[]
}

/**
 * Fills in ${NAME} for the given variables and ${env:NAME} from the environment, in every text of the data and in no key.
 * Without an environment (null) neither may be used. It works on values after the YAML is read, so what is filled in can never add lines. Write $${ for a plain ${. Where
 * ${secret:NAME} and ${capture:NAME} may stand, they and every $${ stay: they are filled in later, by `fillRequest`.
 */
export function substitute(data: unknown, variables: Variables, env: Variables | null): Substituted {
  const used = new Set<string>()
  const problems: Substituted['problems'] = []
  const known = ['PRACTICE_URL', 'PRACTICE_TLS_URL', 'PRACTICE_CA']
  const fill = (text: string, path: FilePath) =>
    text.replace(/\$\$\{|\$\{([^}]*)\}?/g, (whole, name: string | undefined) => {
      const open = mayHaveHoles(path)
      if (name === undefined) return open ? whole : '${'
      if (isHole(name) && whole.endsWith('}')) {
        const isCapture = name.startsWith('capture:')
        if (open && (!isCapture || path.includes('journey'))) return whole
        const where = `addresses, headers and bodies of ${isCapture ? 'the steps of a journey' : 'requests'} only`
        const message = `${whole} can stand in ${where}.`
        problems.push({ path, message })
        return ''
      }
      const fromEnv = /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(name)?.[1]
      if (!whole.endsWith('}') || (fromEnv === undefined && !known.includes(name))) {
        const meant = closest(name, known)
        const hint =
          meant === null
            ? 'write ${env:NAME} for an environment variable, or $${ for a plain ${.'
            : `did you mean \${${meant}}?`
        problems.push({ path, message: `"${whole}" cannot be filled in; ${hint}` })
        return ''
      }
      if (env === null) {
        const message = `${whole} is for the file only; store a secret and write \${secret:NAME}.`
        problems.push({ path, message })
        return ''
      }
      used.add(name)
      const value = fromEnv === undefined ? variables[name] : env[fromEnv]
      if (value !== undefined && value !== '') return open ? escaped(value) : value
      const fix =
        fromEnv === undefined
          ? 'the practice application is not running'
          : `set ${fromEnv} in the environment`
      problems.push({
        path,
        message: `${whole} is not set; ${fix}${fromEnv === undefined ? ' (PRACTICE_PORT is 0, or it has no such address).' : ', or write the value here.'}`,
      })
      return ''
    })
  const walk = (value: unknown, path: FilePath): unknown => {
    if (typeof value === 'string') return fill(value, path)
    if (Array.isArray(value)) return value.map((item, i) => walk(item, [...path, i]))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, walk(item, [...path, name])]),
    )
  }
  return { data: walk(data, []), used, problems }
}
