import type { ContactRole } from '../words.ts'
import type { Column } from './columns.ts'
import { FIELDS } from './columns.ts'
import type { ReadRow, RowError } from './read-row.ts'

/** A customer as it is now, with the contacts it has. */
export type KnownCustomer = {
  id: string
  externalId: string
  name: string
  plan: string
  billing: string
  units: number
  start: string
  end: string | null
  discountPercent: number
  contacts: { name: string; email: string; role: ContactRole; receivesNotices: boolean }[]
}

type Change = { field: string; from: string | null; to: string | null }
export type PlannedRow = {
  row: ReadRow
  known: KnownCustomer | null
  name: string
  outcome: 'new' | 'changed' | 'same' | 'refused'
  changes: Change[]
  errors: RowError[]
}

const NEEDED = ['name', 'plan', 'billing', 'units', 'start'] as const

/**
 * What each row would come to: a customer that is new, one that changes (and how), one that is so already, or a row that is refused,
 * with everything that is wrong with it. A column that the file has not leaves what is there; a row that names no contact leaves those
 * there are, and one that names some names all.
 */
export function planImport(
  columns: readonly Column[],
  rows: readonly ReadRow[],
  known: ReadonlyMap<string, KnownCustomer>,
): PlannedRow[] {
  const lines = new Map<string, number>()
  const idHead = columns.find((column) => 'field' in column && column.field === 'externalId')!.head
  return rows.map((row) => {
    const errors = [...row.errors]
    const before = lines.get(row.externalId)
    if (row.externalId !== '' && before !== undefined)
      errors.push({ column: idHead, message: `"${row.externalId}" stands in line ${before} already.` })
    else lines.set(row.externalId, row.line)
    const customer = known.get(row.externalId) ?? null
    if (customer === null) errors.push(...missing(columns, row))
    else errors.push(...reversed(row, customer))
    const name = row.fields.name ?? customer?.name ?? ''
    if (errors.length > 0) return { row, known: customer, name, outcome: 'refused', changes: [], errors }
    const changes = customer === null ? described(row) : changesOf(row, customer)
    const outcome = customer === null ? 'new' : changes.length === 0 ? 'same' : 'changed'
    return { row, known: customer, name, outcome, changes, errors }
  })
}

/** A customer that is new needs every field; a cell that was wrong has been told of. */
function missing(columns: readonly Column[], { fields, errors }: ReadRow): RowError[] {
  const told = new Set(errors.map(({ column }) => column))
  return NEEDED.filter((field) => {
    const column = columns.find((one) => 'field' in one && one.field === field)
    return fields[field] === undefined && !(column !== undefined && told.has(column.head))
  }).map((field) => ({
    column: field,
    message: `This customer is new, and the file does not say its ${field}.`,
  }))
}

function reversed({ fields }: ReadRow, customer: KnownCustomer): RowError[] {
  if (fields.start !== undefined && fields.end !== undefined) return []
  const { start, end } = { ...customer, ...fields }
  return end !== null && end < start
    ? [
        {
          column: fields.end === undefined ? 'start' : 'end',
          message: `The subscription would last from ${start} until before ${end}.`,
        },
      ]
    : []
}

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

function described({ fields, contacts }: ReadRow): Change[] {
  const set = FIELDS.flatMap((field) => {
    const to = field === 'externalId' ? null : text(fields[field])
    return to === null || (field === 'discountPercent' && to === '0') ? [] : [{ field, from: null, to }]
  })
  return [
    ...set,
    ...(contacts ?? []).map((contact) => ({ field: 'contact', from: null, to: spelled(contact) })),
  ]
}

function changesOf({ fields, contacts }: ReadRow, customer: KnownCustomer): Change[] {
  const changed = FIELDS.flatMap((field) => {
    if (field === 'externalId' || fields[field] === undefined) return []
    const [from, to] = [text(customer[field]), text(fields[field])]
    return from === to ? [] : [{ field, from, to }]
  })
  if (contacts === null) return changed
  const before = new Map(customer.contacts.map((one) => [one.email.toLowerCase(), one]))
  const after = new Map(contacts.map((one) => [one.email.toLowerCase(), one]))
  const people = [...new Set([...before.keys(), ...after.keys()])].flatMap((address) => {
    const [was, is] = [before.get(address), after.get(address)]
    const [from, to] = [was ? spelled(was) : null, is ? spelled(is) : null]
    return from === to ? [] : [{ field: 'contact', from, to }]
  })
  return [...changed, ...people]
}

const spelled = ({ name, email, role }: { name: string; email: string; role: string }): string =>
  `${name} <${email}>, ${role}`
