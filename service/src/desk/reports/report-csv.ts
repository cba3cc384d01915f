import type { Figures } from './figures.ts'
import type { ResponseReport } from './response-report.ts'

const HEAD = [
  ...['by', 'id', 'name', 'severity', 'counted', 'met', 'breached', 'waiting', 'percent in time'],
  ...['median minutes', 'p90 minutes', 'worst minutes'],
]

/** A report as a table (RFC 4180), a line for each severity of each month, team and person; minutes are truncated. */
export function reportCsv(report: ResponseReport): string {
  const lines = [
    ...linesOf('range', `${report.from} to ${report.to}`, null, report.all),
    ...linesOf('range without spam', `${report.from} to ${report.to}`, null, {
      ...report.withoutSpam,
      bySeverity: [],
    }),
    ...report.months.flatMap((one) => linesOf('month', one.month, null, one)),
    ...report.teams.flatMap((one) => linesOf('team', one.id, one.name, one)),
    ...report.people.flatMap((one) => linesOf('person', one.id, one.name, one)),
  ]
  return [HEAD, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
}

function linesOf(by: string, id: string, name: string | null, figures: Figures): (string | number)[][] {
  const counts = ({ met, breached, waiting, percent }: Omit<Figures, 'bySeverity'>) => [
    ...[met, breached, waiting, percent ?? ''],
  ]
  return [
    [by, id, name ?? '', 'all', '', ...counts(figures), '', '', ''],
    ...figures.bySeverity
      .filter(({ met, breached, waiting }) => met + breached + waiting > 0)
      .map((one) => [
        ...[by, id, name ?? '', one.severity, one.counted, ...counts(one)],
        ...[one.medianMs, one.p90Ms, one.worstMs].map((ms) => (ms === null ? '' : Math.floor(ms / 60_000))),
      ]),
  ]
}

/** What a spreadsheet would take for a formula is text. */
function cell(value: string | number): string {
  const text = String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
