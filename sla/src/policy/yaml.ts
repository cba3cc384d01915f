import { type Alias, type Document, LineCounter, parseDocument, visit } from 'yaml'
import { SlaError } from '../error.ts'
import { type Problem, pathParts } from '../shape.ts'
import { type Policy, policyProblems, readPolicy } from './policy.ts'

/** A problem of a policy file, with the line and column (from 1) where it stands. */
export type FileProblem = { path: string; line: number; column: number; message: string }

/**
 * Reads the text of a policy file.
 *
 * @throws SlaError `policy_invalid` that names every problem with its line; nothing of a bad file is used.
 */
export function loadPolicy(text: string): Policy {
  const { problems } = checkPolicy(text)
  if (problems.length > 0) {
    const lines = problems.map((p) => `line ${p.line}: ${p.path === '' ? '' : `${p.path}: `}${p.message}`)
    throw new SlaError('policy_invalid', lines.join('\n'), problems[0]!.path)
  }
  return readPolicy(parseYaml(text).document.toJS())
}

/** Everything that is wrong with the text of a policy file: its YAML, its shape, and what the figures must prove. */
export function checkPolicy(text: string): { valid: boolean; problems: FileProblem[] } {
  const { document, lines } = parseYaml(text)
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      path: '',
      ...at(error.pos[0]),
      message: firstLine(error.message),
    }))
    return { valid: false, problems }
  }
  let data: unknown
  try {
    data = document.toJS({ maxAliasCount: 20 })
  } catch {
    const lost = unresolvedAlias(document)
    const message =
      lost === null
        ? 'Aliases (*) repeat too much; write the values out.'
        : `*${lost.source} names no anchor (&${lost.source}) above it; write the value out.`
    return { valid: false, problems: [{ path: '', ...at(lost?.range?.[0] ?? 0), message }] }
  }
  const problems = policyProblems(data).map((problem: Problem) => ({
    path: problem.path,
    ...at(offsetOf(document, pathParts(problem.path))),
    message: problem.message,
  }))
  return { valid: problems.length === 0, problems }
}

function parseYaml(text: string): { document: Document.Parsed; lines: LineCounter } {
  const lines = new LineCounter()
  return {
    document: parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false }),
    lines,
  }
}

/** Where a path stands in the file; for a field that is missing, where the object stands that should have it. */
function offsetOf(document: Document.Parsed, path: (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as
      | { range?: [number, number, number] }
      | undefined
    if (node?.range) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}

function unresolvedAlias(document: Document.Parsed): Alias | null {
  let lost: Alias | null = null
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return undefined
      lost = alias
      return visit.BREAK
    },
  })
  return lost
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]!
}
