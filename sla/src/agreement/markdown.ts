import type { Policy } from '../policy/policy.ts'
import { agreementOf } from './agreement.ts'
import type { Clause } from './shape.ts'

/** The agreement as Markdown (CommonMark with tables). */
export function agreementMarkdown(policy: Policy): string {
  const agreement = agreementOf(policy)
  const sections = agreement.sections.map(
    ({ number, title, clauses }) => `## ${number} ${title}\n\n${clauses.map(clauseMarkdown).join('\n\n')}`,
  )
  const meanings = table(
    ['#', 'The text leaves open', 'What it means', 'Why'],
    agreement.meanings.map(({ row, question, value, reason }) => [String(row), question, value, reason]),
  )
  return [
    `# ${escaped(agreement.title)}`,
    `Version ${agreement.version}, in force from ${agreement.effectiveFrom}.`,
    escaped(agreement.introduction),
    ...sections,
    '## What the words mean',
    meanings,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n')
}

function clauseMarkdown({ text, table: rows }: Clause): string {
  return rows === undefined ? escaped(text) : `${escaped(text)}\n\n${table(rows.head, rows.rows)}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => escaped(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}

/** Text as text: what Markdown would read as a mark is escaped. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>]/g, '\\$&')
}
