import type { z } from '@hono/zod-openapi'
import type { NewContact } from '../schemas.ts'
import { customerChange, externalId as externalIdSchema, newContact } from '../schemas.ts'
import { type Billing, type ContactRole, contactRoles, type Plan } from '../words.ts'
import { type Column, type ContactField, type Field, keyOf } from './columns.ts'
import type { CsvRow } from './read-csv.ts'

/** What is wrong with a cell, in a sentence; `column` as the file calls it. */
export type RowError = { column: string; message: string }

/** What a row says of a customer: the fields whose columns the file has, and its contacts where it names any. */
export type ReadRow = {
  line: number
  externalId: string
  fields: Partial<{
    name: string
    plan: Plan
    billing: Billing
    units: number
    start: string
    end: string | null
    discountPercent: number
  }>
  contacts: Omit<NewContact, 'receivesNotices'>[] | null
  errors: RowError[]
}

const schemas = { ...customerChange.shape, externalId: externalIdSchema }

/** Reads one row; what is wrong with it is told all at once, cell by cell. */
export function readRow(columns: Column[], { line, cells }: CsvRow): ReadRow {
  const errors: RowError[] = []
  const values: Record<string, unknown> = {}
  const people = new Map<number, Partial<Record<ContactField, string>>>()
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? ''
    if ('contact' in column) {
      if (cell !== '') people.set(column.contact, { ...people.get(column.contact), [column.part]: cell })
      continue
    }
    const checked = schemas[column.field].safeParse(asGiven(column.field, cell))
    if (checked.success) values[column.field] = checked.data
    else errors.push({ column: column.head, message: messageOf(column.field, cell, checked.error) })
  }
  const contacts = [...people].map(([n, parts]) => contactOf(n, parts, columns, errors))
  const { externalId = '', ...fields } = values
  refuseSame(contacts, columns, errors)
  if (fields.start != null && fields.end != null && String(fields.end) < String(fields.start))
    errors.push({
      column: headOf(columns, 'end'),
      message: 'The subscription ends before it starts; swap the two dates.',
    })
  return {
    line,
    externalId: String(externalId),
    fields: fields as ReadRow['fields'],
    contacts: people.size === 0 ? null : contacts.filter((one) => one !== null),
    errors,
  }
}

const headOf = (columns: Column[], key: string): string =>
  columns.find((column) => keyOf(column) === key)?.head ?? key

/** A cell as the API would be given it. */
function asGiven(field: Field, cell: string): unknown {
  const word = cell.toLowerCase()
  switch (field) {
    case 'plan':
      return word
    case 'billing':
      return /^(annual|annually|yearly|year)$/.test(word)
        ? 'annual'
        : /^(month|monthly)$/.test(word)
          ? 'monthly'
          : word
    case 'units':
      return /^(\d+|\d{1,3}(,\d{3})+)$/.test(cell) ? Number(cell.replaceAll(',', '')) : cell
    case 'end':
      return cell === '' ? null : cell
    case 'discountPercent': {
      const number = cell.replace(/ ?%$/, '').replace(',', '.')
      return number === '' ? 0 : /^\d{1,3}(\.\d+)?$/.test(number) ? Number(number) : cell
    }
    default:
      return cell
  }
}

const EXPECTED: Partial<Record<Field, string>> = {
  plan: 'standard or premium',
  billing: 'monthly or annual',
  units: 'a whole number up to 1,000,000',
  start: 'a date such as 2026-12-01',
  end: 'a date such as 2026-12-01, or nothing',
  discountPercent: 'a percentage from 0 to 100, with two decimals at most',
}

function messageOf(field: Field, cell: string, error: z.ZodError): string {
  const expected = EXPECTED[field]
  if (expected === undefined) return error.issues[0]!.message
  return cell === '' ? `Write ${expected}.` : `"${cell.slice(0, 60)}" is not ${expected}.`
}

const ROLE_WORDS: [RegExp, ContactRole][] = [
  [/president|chair/, 'president'],
  [/treasurer|finance/, 'treasurer'],
  [/manager|management/, 'manager'],
  [/board|director|secretary/, 'board'],
]

function contactOf(
  n: number,
  { name, email, role = '' }: Partial<Record<ContactField, string>>,
  columns: Column[],
  errors: RowError[],
): Omit<NewContact, 'receivesNotices'> | null {
  const word = role.toLowerCase()
  const exact = contactRoles.find((one) => one === word)
  const guess = ROLE_WORDS.find(([pattern]) => pattern.test(word))?.[1]
  const person = newContact.safeParse({ name: name ?? email, email, role: exact ?? guess ?? 'other' })
  if (person.success) {
    const { receivesNotices: _, ...contact } = person.data
    return contact
  }
  for (const { path, message } of person.error.issues) {
    const head = headOf(columns, `contact ${n} ${String(path[0])}`)
    errors.push({ column: head, message: email === undefined ? `Contact ${n} needs an email.` : message })
  }
  return null
}

function refuseSame(contacts: ({ email: string } | null)[], columns: Column[], errors: RowError[]): void {
  const seen = new Set<string>()
  for (const [index, contact] of contacts.entries()) {
    const address = contact?.email.toLowerCase()
    if (address === undefined) continue
    if (seen.has(address))
      errors.push({
        column: headOf(columns, `contact ${index + 1} email`),
        message: `${contact?.email} is there twice; name each contact once.`,
      })
    seen.add(address)
  }
}
