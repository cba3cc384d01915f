import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'

/** Where something stands in a file; lines and columns count from 1. */
type Position = { line: number; column: number }
export type FilePath = readonly (string | number)[]

/** A YAML text as data, with the place of every part of it; or what keeps it from being read. */
export type YamlSource = {
  data: unknown
  positionOf: (path: FilePath) => Position
  keyPositionOf: (path: FilePath) => Position
}
export type YamlProblem = Position & { message: string }

const MAX_DEPTH = 12
const MAX_ALIASES = 20

/** Reads YAML text. Never throws: whatever the text, the answer is data or problems with their places. */
export function readYaml(text: string): YamlSource | { problems: YamlProblem[] } {
  const start = { line: 1, column: 1 }
  const depth = /^(?:[^\S\n]*[[{-][^\S\n]*){40}/m.test(text) || /[[{]{40}/.test(text)
  if (depth)
    return { problems: [{ ...start, message: 'The file is nested too deep to be a configuration.' }] }
  const lines = new LineCounter()
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  try {
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
    if (document.errors.length > 0) {
      // What follows the first slip of syntax is an echo of it; keys that stand twice are slips of their own.
      const first = document.errors.find((e) => e.code !== 'DUPLICATE_KEY')
      const told = document.errors.filter((e) => e.code === 'DUPLICATE_KEY' || e === first)
      return { problems: told.map((e) => ({ ...at(e.pos[0]), message: explain(e.code, e.message) })) }
    }
    const place = (path: FilePath, wantKey: boolean) => at(offsetOf(document.contents, path, wantKey) ?? 0)
    const data = document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown
    if (tooDeep(data, MAX_DEPTH))
      return { problems: [{ ...start, message: 'The file is nested too deep to be a configuration.' }] }
    return { data, positionOf: (path) => place(path, false), keyPositionOf: (path) => place(path, true) }
  } catch (error) {
    const message =
      error instanceof ReferenceError
        ? 'Aliases (*) are repeated too often; write the values out.'
        : 'The file cannot be read as YAML; it may be nested too deep.'
    return { problems: [{ ...start, message }] }
  }
}

function explain(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'This key stands twice in the same place; keep one of them.'
    case 'TAB_AS_INDENT':
      return 'A tab cannot indent YAML; use spaces.'
    case 'MULTIPLE_DOCS':
      return 'The file holds several documents; remove the line that begins with ---.'
    default:
      return `This is not YAML (${message.split('\n', 1)[0]}); text that holds any of { } : # goes in quotes.`
  }
}

/** The offset of a path; of what is missing, where the object stands that should have it. */
function offsetOf(contents: unknown, path: FilePath, wantKey: boolean): number | null {
  let node = contents
  let offset = rangeOf(node)
  for (const [depth, part] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
      )
      if (pair === undefined) break
      const last = wantKey && depth === path.length - 1
      offset = rangeOf(last ? pair.key : pair.value) ?? rangeOf(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(part)]
      offset = rangeOf(node) ?? offset
    } else break
  }
  return offset
}

function rangeOf(node: unknown): number | null {
  const known = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node)
  return known ? ((node as Node).range?.[0] ?? null) : null
}

function tooDeep(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return left === 0 || Object.values(value).some((item) => tooDeep(item, left - 1))
}
