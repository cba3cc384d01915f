import { AppError } from '@tractops/platform'
import { CsvError, type Info, parse } from 'csv-parse/sync'
import { type Column, columnOf, keyOf } from './columns.ts'

export const MOST_ROWS = 10_000

/** A row of the file: where it begins, and what stands in its columns. */
export type CsvRow = { line: number; cells: string[] }
export type CsvFile = { columns: Column[]; rows: CsvRow[]; encoding: 'UTF-8' | 'Latin-1'; delimiter: string }

/**
 * Reads a file of customers as spreadsheets write it: UTF-8 or Latin-1, with commas, semicolons or tabs, the first line naming the columns.
 *
 * @throws AppError `csv_unreadable` (400) with the line, for what cannot be read as a table without guessing.
 */
export function readCsv(bytes: Uint8Array): CsvFile {
  const { text, encoding } = decoded(bytes)
  const delimiter = delimiterOf(text)
  const [header, ...rows] = records(text, delimiter)
  if (header === undefined)
    throw unreadable(
      'The file is empty. Its first line names the columns, such as: external id, name, units.',
    )
  if (rows.length > MOST_ROWS)
    throw unreadable(`The file has ${rows.length} rows, and ${MOST_ROWS} are read at once: part it.`)
  const columns = header.cells.map((head) => {
    const column = columnOf(head)
    if (column === null)
      throw unreadable(`Line ${header.line}: the column "${head.slice(0, 100)}" is not known. ${known}`)
    return column
  })
  refuseTwice(columns)
  for (const { line, cells } of rows)
    if (cells.length > columns.length || cells.length < columns.length - trailing(columns, cells))
      throw unreadable(
        `Line ${line} has ${cells.length} cells, and the first line names ${columns.length} columns. Put cells that hold a "${delimiter === '\t' ? 'tab' : delimiter}" in double quotes.`,
      )
  return { columns, rows, encoding, delimiter }
}

const known =
  'Known are: external id, name, plan, billing, units, start, end, discount, contact name, contact email, contact role, contact 2 name, …'

/** Spreadsheets leave out empty cells at the end of a line. */
const trailing = (columns: Column[], cells: string[]): number => (cells.length > 1 ? columns.length : 0)

function decoded(bytes: Uint8Array): { text: string; encoding: CsvFile['encoding'] } {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    throw unreadable('This is a spreadsheet as its program keeps it. Save it as CSV, and upload that.')
  if (bytes.includes(0)) throw unreadable('This is not a text file. Save the table as CSV, in UTF-8.')
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Latin-1' }
  }
}

/** Whichever of comma, semicolon and tab the first line has most of. */
function delimiterOf(text: string): string {
  const first = text.split(/\r\n|\n|\r/, 1)[0]!.replaceAll(/"[^"]*"/g, '')
  const count = (sign: string) => first.split(sign).length
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

function records(text: string, delimiter: string): CsvRow[] {
  try {
    const read = parse(text, {
      delimiter,
      info: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 100_000,
    }) as unknown as { record: string[]; info: Info }[]
    return read
      .map(({ record, info }) => ({ line: info.lines - linesWithin(record), cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw unreadable(reasonOf(error))
  }
}

/** The line is counted where a record ends; cells may hold line breaks. */
const linesWithin = (cells: string[]): number => cells.join('').split(/\r\n|\n|\r/).length - 1

function reasonOf(error: CsvError): string {
  const { lines = 1 } = error as unknown as { lines?: number }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return `A double quote that was opened is never closed; the file ends within it, at line ${lines}.`
  if (/QUOTE/.test(error.code))
    return `Line ${lines}: a double quote stands where none may. Write one within a cell twice ("") and put the cell in quotes.`
  return `Line ${lines} cannot be read: ${error.message}`
}

function refuseTwice(columns: Column[]): void {
  const seen = new Map<string, string>()
  for (const column of columns) {
    const before = seen.get(keyOf(column))
    if (before !== undefined)
      throw unreadable(`The columns "${before}" and "${column.head}" mean the same: leave one of them out.`)
    seen.set(keyOf(column), column.head)
  }
  if (!seen.has('externalId'))
    throw unreadable('There is no column "external id". By it a customer is known again the next time.')
}

const unreadable = (message: string) => new AppError('csv_unreadable', 400, message, { path: 'body' })
